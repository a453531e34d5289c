//! Registers beside those of customers: lines of orders, fields that were added, and what the app
//! notes of what people did with the data.

use super::{c, l};
use crate::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Parts, Purpose};

const REGISTERS: &[Choice] = &[
    c("customer", "客户", "Customers"),
    c("purchase", "购买", "Purchases"),
    c("product", "产品", "Products"),
    c("interaction", "往来", "Interactions"),
    c("task", "任务", "Tasks"),
    c("promise", "承诺", "Promises"),
    c("relation", "关系", "Relations"),
    c("contract", "合同", "Contracts"),
];
const TYPES: &[Choice] = &[
    c("text", "单行文字", "One line of text"),
    c("long_text", "多行文字", "Several lines of text"),
    c("integer", "整数", "Whole number"),
    c("decimal", "小数", "Decimal number"),
    c("money", "金额", "Amount of money"),
    c("flag", "是 / 否", "Yes or no"),
    c("date", "日期", "Day"),
    c("moment", "日期和时间", "Day and time"),
    c("year", "年份", "Year"),
    c("choice", "单选", "One of a list"),
    c("choices", "多选", "Some of a list"),
    c("tags", "标签", "Tags"),
    c("phone", "电话", "Phone"),
    c("phones", "多个电话", "Several phones"),
    c("email", "电子邮箱", "E-mail"),
    c("emails", "多个邮箱", "Several e-mails"),
    c("addresses", "地址", "Addresses"),
    c("customer", "客户（引用）", "A customer"),
    c("product", "产品（引用）", "A product"),
    c("member", "成员（引用）", "A member"),
];
const CLASSES: &[Choice] = &[
    c("internal", "内部", "Internal"),
    c("personal", "个人信息", "Personal"),
    c("sensitive", "敏感个人信息", "Sensitive"),
    c("public", "公开", "Public"),
];
const PURPOSES: &[Choice] = &[
    c("service", "提供服务", "To serve the customer"),
    c("contact", "联系客户", "To reach the customer"),
    c("analysis", "分析满意度", "To understand satisfaction"),
    c("accountability", "证明合规", "To show lawful handling"),
    c("operation", "运行系统", "To run the app"),
];
const FORMATS: &[Choice] = &[
    c("csv", "CSV", "CSV"),
    c("xlsx", "XLSX", "XLSX"),
    c("vcard", "vCard", "vCard"),
    c("json", "JSON", "JSON"),
    c("print", "打印", "Print"),
    c("backup", "备份", "Backup"),
];

register!(
    /// Fields that administrators add to registers. The number of such a field follows from the
    /// id of its record.
    CUSTOM, custom, 13, "field", "自定义字段", "Custom field", "自定义字段", "Custom fields", {
    1 REGISTER "register", "登记册", "Register", FieldType::Choice(REGISTERS), Internal, Operation, required;
    2 ZH "zh", "中文名称", "Name in Chinese", FieldType::Text, Internal, Operation, required;
    3 EN "en", "英文名称", "Name in English", FieldType::Text, Internal, Operation;
    4 TYPE "type", "内容类型", "Holds", FieldType::Choice(TYPES), Internal, Operation, required;
    5 CHOICES "choices", "选项（每行一个：中文 | 英文）", "Choices (one a line: Chinese | English)", FieldType::LongText, Internal, Operation;
    6 CLASS "class", "敏感级别", "Sensitivity", FieldType::Choice(CLASSES), Internal, Accountability, required;
    7 PURPOSE "purpose", "用途", "Purpose", FieldType::Choice(PURPOSES), Internal, Accountability, required;
    8 REQUIRED "required", "必填", "Required", FieldType::Flag, Internal, Operation;
} title ZH columns [REGISTER TYPE CLASS PURPOSE]);

register!(
    /// What was given out of the app: why, what, to whom.
    EXPORT, export, 14, "export", "导出记录", "Export", "导出记录", "Exports", {
    1 PURPOSE "purpose", "导出目的", "Purpose", FieldType::Text, Internal, Accountability, required;
    2 RECIPIENT "recipient", "接收方", "For whom", FieldType::Text, Internal, Accountability;
    3 REGISTER "register", "登记册", "Register", FieldType::Choice(REGISTERS), Internal, Accountability;
    4 FORMAT "format", "格式", "Format", FieldType::Choice(FORMATS), Internal, Accountability;
    5 COUNT "count", "记录数", "Number of records", FieldType::Integer, Internal, Accountability;
    6 FIELDS "fields", "字段", "Fields", FieldType::LongText, Internal, Accountability;
    7 MASKED "masked", "已脱敏", "Masked", FieldType::Flag, Internal, Accountability;
    8 AT "at", "时间", "When", FieldType::Moment, Internal, Accountability;
    9 BY "by", "导出人", "By", FieldType::Ref(KindNo(2)), Internal, Accountability;
    10 RECORDS "records", "包含的记录", "Which records", FieldType::Structure, Personal, Accountability;
} title PURPOSE columns [AT BY REGISTER FORMAT COUNT] when AT);

register!(
    /// When somebody had shown what their role hides.
    REVEAL, reveal, 15, "reveal", "查看记录", "Reveal", "查看记录", "Reveals", {
    1 FIELD "field", "字段", "Field", FieldType::Text, Internal, Accountability, required;
    2 CUSTOMER "customer", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Accountability;
    3 BY "by", "查看人", "By", FieldType::Ref(KindNo(2)), Internal, Accountability;
    4 AT "at", "时间", "When", FieldType::Moment, Internal, Accountability;
    5 REASON "reason", "原因", "Why", FieldType::Text, Internal, Accountability;
} title FIELD columns [CUSTOMER BY AT REASON] when AT);

register!(
    /// Lines of an order: what somebody bought, as the order itself.
    LINE, line, 16, "line", "订单明细", "Order line", "订单明细", "Order lines", {
    1 ORDER "order", "订单", "Order", FieldType::Ref(KindNo(5)), Personal, Service, required;
    2 ITEM "item", "产品", "Product", FieldType::Ref(KindNo(8)), Personal, Service;
    3 WHAT "what", "说明", "What", FieldType::Text, Personal, Service;
    4 QUANTITY "quantity", "数量", "Quantity", FieldType::Decimal, Personal, Service;
    5 PRICE "price", "单价", "Price", FieldType::Money, Personal, Service;
    6 DISCOUNT "discount", "折扣", "Discount", FieldType::Money, Personal, Service;
    7 AMOUNT "amount", "金额", "Amount", FieldType::Money, Personal, Service;
    8 RETURNED "returned", "已退货", "Returned", FieldType::Flag, Personal, Service;
} title WHAT columns [ITEM QUANTITY PRICE AMOUNT] of ORDER parts Parts {
    item: line::ITEM,
    item_price: super::product::PRICE,
    quantity: line::QUANTITY,
    price: line::PRICE,
    discount: line::DISCOUNT,
    amount: line::AMOUNT,
    returned: line::RETURNED,
    total: super::purchase::AMOUNT,
});

register!(
    /// Customers that turned out to be one.
    MERGE, merge, 17, "merge", "合并记录", "Merge", "合并记录", "Merges", {
    1 KEPT "kept", "保留的客户", "Kept", FieldType::Ref(KindNo(1)), Personal, Accountability, required;
    2 MERGED "merged", "并入的客户", "Merged into it", FieldType::Ref(KindNo(1)), Personal, Accountability, required;
    3 AT "at", "时间", "When", FieldType::Moment, Internal, Accountability;
    4 BY "by", "操作人", "By", FieldType::Ref(KindNo(2)), Internal, Accountability;
    5 WHY "why", "依据", "Why", FieldType::Text, Internal, Accountability;
} title WHY columns [KEPT MERGED BY AT] when AT);

register!(
    /// What a person has made of a list: filters that were given a name, columns, order.
    VIEWS, views, 18, "views", "列表设置", "List settings", "列表设置", "List settings", {
    1 REGISTER "register", "登记册", "Register", FieldType::Text, Internal, Operation, required;
    2 OWNER "owner", "所属成员", "Whose", FieldType::Ref(KindNo(2)), Internal, Operation, required;
    3 DEFINITION "definition", "定义", "Definition", FieldType::Structure, Internal, Operation;
    4 USED "used", "所用视图", "View in use", FieldType::Text, Internal, Operation;
} title REGISTER);

register!(
    /// Customers who look like one and are not, as somebody said.
    APART, apart, 19, "apart", "非重复记录", "Not the same", "非重复记录", "Not the same", {
    1 ONE "one", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Accountability, required;
    2 OTHER "other", "另一位客户", "The other", FieldType::Ref(KindNo(1)), Personal, Accountability, required;
    3 BY "by", "操作人", "By", FieldType::Ref(KindNo(2)), Internal, Accountability;
    4 AT "at", "时间", "When", FieldType::Moment, Internal, Accountability;
} title AT columns [ONE OTHER BY] when AT);
