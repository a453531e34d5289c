//! Words about customers.

crate::words! {
    NEW = "新建客户", "New customer";
    FOUND_ONE = "{n} 位客户", "{n} customer";
    FOUND_MANY = "{n} 位客户", "{n} customers";
    EMPTY = "还没有客户", "No customers yet";
    EMPTY_HINT = "添加第一位客户，或导入已有的名单和问卷结果。", "Add the first one, or import a list and survey results you already have.";
    EDIT_TITLE = "编辑客户", "Edit customer";
    DELETE = "删除客户", "Delete customer";
    DELETE_TEXT = "客户将不再显示。填过的问卷仍计入统计，修改记录保留，可以撤销。", "The customer is no longer shown. Survey answers still count, the history stays, and you can undo this.";
    TAKE_SURVEY = "做问卷", "Take a survey";
}
