//! Words about giving data out.

crate::words! {
    TITLE_ONE = "导出 {n} 条记录", "Export {n} record";
    TITLE_MANY = "导出 {n} 条记录", "Export {n} records";
    FORMAT = "格式", "Format";
    CSV_ABOUT = "CSV：任何电子表格都能打开", "CSV: opens in any spreadsheet program";
    XLSX_ABOUT = "XLSX：保留前导零与类型", "XLSX: keeps leading zeros and types";
    VCARD_ABOUT = "vCard：导入手机通讯录", "vCard: for the contacts of a phone";
    JSON_ABOUT = "JSON：供其他程序读取", "JSON: for other programs";
    FIELDS = "字段", "Fields";
    FIELDS_SHOWN = "列表中显示的列", "The columns of the list";
    FIELDS_EVERY = "所有字段", "Every field";
    PURPOSE = "导出目的", "What it is for";
    PURPOSE_HINT = "记入导出记录，供查询", "Is recorded with the export";
    RECIPIENT = "交给谁", "For whom";
    MASKED_HINT = "您的角色不能查看的内容会被遮盖或省略。", "What your role may not see is masked or left out.";
    PROTECT_HINT = "文件不再加密，请妥善保管。", "The file is no longer sealed: keep it safe.";
    DO = "导出", "Export";
    WORKING = "正在导出…", "Exporting…";
    DONE_ONE = "已导出 {n} 条记录", "{n} record exported";
    DONE_MANY = "已导出 {n} 条记录", "{n} records exported";
    STOPPED = "导出已取消，没有生成文件。", "The export was cancelled; no file was made.";
    NO_FILE = "浏览器没有接受文件。导出已记录，请重试。", "The browser did not take the file. The export is recorded; please try again.";
    PART = "{purpose}（{n}/{all}）", "{purpose} ({n}/{all})";
}
