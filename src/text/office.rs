//! Words of workbooks and cards: which sheet, what was left out, what is wrong and what to do.
//!
//! Must stay true: every code has words of its own in both languages.

use super::{Label, filled};

crate::words! {
    WHICH_SHEET = "导入哪一张工作表？", "Which sheet is to come in?";
    SHEET_SIZE = "{rows} 行，{columns} 列", "{rows} rows, {columns} columns";
    SHEET_HIDDEN = "隐藏", "hidden";
    SHEET_BROKEN = "无法读取：{why}", "Cannot be read: {why}";
    CARDS_REFUSED_ONE = "{n} 张名片无法读取，没有导入：", "{n} card cannot be read and is left out:";
    CARDS_REFUSED_MANY = "{n} 张名片无法读取，没有导入：", "{n} cards cannot be read and are left out:";
    CARD = "第 {card} 张（第 {line} 行）：{why}", "Card {card} (line {line}): {why}";
    MEDIA_ONE = "名片中的 {n} 张照片不会导入。", "{n} picture in the cards is left out.";
    MEDIA_MANY = "名片中的 {n} 张照片不会导入。", "{n} pictures in the cards are left out.";
    NOTE_AT = "{what}（{n} 处，首处在第 {row} 行）", "{what} ({n}, first in row {row})";
    NOTE_MERGED = "合并的单元格：内容归第一格，其余为空", "Merged cells: the first holds the value, the others are blank";
    NOTE_HIDDEN = "合并单元格下藏着内容，没有导入；如有需要请先取消合并", "Merged cells hide values, which are left out; unmerge them first if they matter";
    NOTE_ERROR = "显示错误的单元格（如 #N/A）按空白处理；请在表格中改正", "Cells that show an error such as #N/A count as blank; mend them in the sheet";
    NOTE_FORMULA = "公式按最后一次算出的值导入", "Formulas come in as the value they last gave";
    NOTE_NO_VALUE = "从未计算过的公式按空白处理；请在表格软件中打开并保存一次", "Formulas that were never run count as blank; open and save the file in a spreadsheet program once";
    NOTE_DIGITS = "超过 15 位的数字在表格中已失去末几位；请把该列设为文本后重新填写", "Numbers of more than 15 digits have lost their last ones in the sheet; make the column text and enter them again";
    EMPTY = "这个文件是空的。请检查是否导出完整，再选一次。", "This file is empty. Check that the export went through, then choose it again.";
    NOT_A_WORKBOOK = "这不是 Excel 工作簿。请选择 .xlsx 文件，或另存为 CSV 后再选。", "This is no Excel workbook. Choose an .xlsx file, or save it as CSV and choose that.";
    OTHER_DOCUMENT = "这是文档或演示文稿，不是工作簿。请把表格存为 .xlsx 或 CSV 后再选。", "This is a document or a presentation, not a workbook. Save the table as .xlsx or CSV and choose that.";
    OLD_FORMAT = "这是旧格式的工作簿（.xls）。请用表格软件打开，另存为 .xlsx 后再选。", "This workbook is in the old format (.xls). Open it in a spreadsheet program, save it as .xlsx, and choose that.";
    BINARY_FORMAT = "这是二进制工作簿（.xlsb）。请用表格软件打开，另存为 .xlsx 后再选。", "This workbook is in binary form (.xlsb). Open it in a spreadsheet program, save it as .xlsx, and choose that.";
    ENCRYPTED = "这个工作簿有密码。请用表格软件打开，去掉密码后保存，再选一次。", "This workbook needs a password. Open it in a spreadsheet program, take the password off, save, and choose it again.";
    WORKBOOK_DAMAGED = "这个工作簿已损坏或不完整。请用表格软件打开并重新保存，或重新复制后再选。", "This workbook is damaged or incomplete. Open it in a spreadsheet program and save it again, or copy it anew.";
    BOMB = "这个文件展开后大得不合常理，为安全起见没有打开。请只选可信来源的文件。", "This file unpacks to an absurd size, so for safety it was not opened. Choose only files from someone you trust.";
    TOO_MUCH = "这个工作簿太大，本设备无法读取。请删去不需要的工作表和行，或分成几个文件。", "This workbook is too large to be read here. Remove sheets and rows you do not need, or split it into several files.";
    NO_SUCH_SHEET = "找不到这张工作表。请重新选择文件。", "That sheet is not there any more. Choose the file again.";
    TEXT_TOO_LONG = "第 {line} 行有一格文字超过 32,767 个字符，工作簿装不下。请缩短，或改为导出 CSV。", "A text in row {line} is longer than the 32,767 characters a workbook cell holds. Shorten it, or export as CSV.";
    ROW_TOO_WIDE = "第 {line} 行的格数多于列数。请检查后重试。", "Row {line} has more cells than there are columns. Check it and try again.";
    NOT_WRITTEN = "没能写成工作簿。请重试，或改为导出 CSV。", "The workbook could not be written. Try again, or export as CSV.";
    NOT_TEXT = "这个文件不是文字，无法读取。请选择 .csv、.xlsx 或 .vcf 文件。", "This file is not text and cannot be read. Choose a .csv, .xlsx or .vcf file.";
    ENCODING = "认不出这个文件的文字编码。请重新导出为 UTF-8 后再选。", "The text encoding of this file is not known. Export it again as UTF-8 and choose that.";
    QUOTE = "第 {line} 行有一个引号没有配对。请改正后再选。", "A quotation mark in line {line} is never closed. Mend it and choose the file again.";
    CELL_TOO_LONG = "第 {line} 行有一格过长。请缩短后再选。", "A cell in row {line} is far too long. Shorten it and choose the file again.";
    ROW_TOO_LONG = "第 {line} 行过长。请缩短后再选。", "Row {line} is far too long. Shorten it and choose the file again.";
    TOO_MANY_CELLS = "第 {line} 行的列数太多（最多 512 列）。请删去不需要的列。", "Row {line} has too many columns; 512 is the most. Remove columns you do not need.";
    CARD_NONE = "文件中没有名片。请从手机的通讯录重新导出 .vcf 文件。", "There is no card in this file. Export the contacts from the phone again as a .vcf file.";
    CARD_UNFINISHED = "名片没有结尾，文件可能没有复制完。请重新导出。", "The card does not end; the file may not have been copied to the end. Export it again.";
    CARD_VERSION = "名片的版本不认识。请导出为 vCard 3.0 或 4.0。", "The card is of an unknown version. Export it as vCard 3.0 or 4.0.";
    CARD_LINE = "名片中有无法理解的一行。请重新导出，或手工建立这位客户。", "The card has a line that makes no sense. Export it again, or add this customer by hand.";
    CARD_TEXT = "名片中的文字编码有误。请从手机重新导出。", "The letters of the card are not in the encoding it names. Export it from the phone again.";
    CARD_LINE_LONG = "名片中有一行过长。请缩短备注后重新导出。", "A line of the card is far too long. Shorten its note and export it again.";
    CARD_LARGE = "名片过大。请缩短备注后重新导出。", "The card is too large. Shorten its note and export it again.";
    CARD_NOBODY = "名片上没有姓名、单位、电话或地址。请在手机上补充后重新导出。", "The card names nobody: no name, organisation, number or address. Complete it on the phone and export it again.";
    TOO_LARGE = "这个文件太大，本设备无法读取。请分成几个较小的文件。", "This file is too large to be read here. Split it into smaller ones.";
    MISREAD = "文件中有些内容不是文字。请重新导出为 UTF-8 后再选。", "Some of the file is not text. Export it again as UTF-8 and choose that.";
    NO_COLUMNS = "没有一列是客户的信息。请检查第一行的列名。", "No column is one of the customer's fields. Check the names in the first line.";
    NO_ROWS = "没有可以写出的内容。请先选择客户和列。", "There is nothing to write. Choose customers and columns first.";
    UNAVAILABLE = "读取工作簿和名片的部件没能载入。请连接网络并重新加载页面，再试一次；也可以改用 CSV 文件。", "The part that reads workbooks and cards could not be loaded. Connect to the network, reload the page and try again, or use a CSV file.";
    BROKEN = "读取这个文件时出错，已中止；本设备上的数据不受影响。请重试，或另存为 CSV 后再选。", "Reading this file went wrong and was ended; data on this device is not affected. Try again, or save it as CSV and choose that.";
    GONE = "文件无法读取：可能已被移动、改名或改动。请重新选择。", "The file cannot be read: it may have been moved, renamed or changed. Choose it again.";
    STOPPED = "已停止。可以重新选择文件。", "Stopped. You can choose a file again.";
    OTHER = "这个文件无法读取（{code}）。请换一个文件。", "This file cannot be read ({code}). Choose another one.";
}

fn of(code: &str) -> Option<Label> {
    Some(match code {
        "workbook.empty" | "exchange.empty" => EMPTY,
        "workbook.not_a_workbook" => NOT_A_WORKBOOK,
        "workbook.other_document" => OTHER_DOCUMENT,
        "workbook.old_format" => OLD_FORMAT,
        "workbook.binary_format" => BINARY_FORMAT,
        "workbook.encrypted" => ENCRYPTED,
        "workbook.damaged" => WORKBOOK_DAMAGED,
        "workbook.bomb" => BOMB,
        "workbook.too_much" => TOO_MUCH,
        "workbook.no_such_sheet" => NO_SUCH_SHEET,
        "workbook.text_too_long" => TEXT_TOO_LONG,
        "workbook.row_too_wide" => ROW_TOO_WIDE,
        "workbook.write" => NOT_WRITTEN,
        "exchange.not_text" => NOT_TEXT,
        "exchange.unknown_encoding" => ENCODING,
        "exchange.unclosed_quote" => QUOTE,
        "exchange.cell_too_long" => CELL_TOO_LONG,
        "exchange.row_too_long" => ROW_TOO_LONG,
        "exchange.too_many_cells" => TOO_MANY_CELLS,
        "card.none" => CARD_NONE,
        "card.unfinished" => CARD_UNFINISHED,
        "card.unknown_version" => CARD_VERSION,
        "card.bad_line" => CARD_LINE,
        "card.bad_text" => CARD_TEXT,
        "card.line_too_long" => CARD_LINE_LONG,
        "card.too_large" => CARD_LARGE,
        "card.nobody" => CARD_NOBODY,
        "office.too_large" => TOO_LARGE,
        "office.misread" => MISREAD,
        "office.no_columns" => NO_COLUMNS,
        "office.no_rows" => NO_ROWS,
        "office.unavailable" => UNAVAILABLE,
        "office.broken" => BROKEN,
        "office.gone" => GONE,
        "office.stopped" => STOPPED,
        "sheet.merged" => NOTE_MERGED,
        "sheet.hidden_by_merge" => NOTE_HIDDEN,
        "sheet.error" => NOTE_ERROR,
        "sheet.formula" => NOTE_FORMULA,
        "sheet.formula_without_value" => NOTE_NO_VALUE,
        "sheet.digits_lost" => NOTE_DIGITS,
        _ => return None,
    })
}

/// What is wrong, or what is to be told, in the language on screen.
pub fn words(code: &str, line: u32) -> String {
    let line = line.to_string();
    filled(
        of(code).unwrap_or(OTHER),
        &[("line", &line), ("code", code)],
    )
}

#[cfg(test)]
mod tests {
    use super::of;

    /// Every code that can reach a screen, by the crates and the worker that give it.
    #[test]
    fn every_code_has_words() {
        for code in [
            "workbook.empty",
            "workbook.not_a_workbook",
            "workbook.other_document",
            "workbook.old_format",
            "workbook.binary_format",
            "workbook.encrypted",
            "workbook.damaged",
            "workbook.bomb",
            "workbook.too_much",
            "workbook.no_such_sheet",
            "workbook.text_too_long",
            "workbook.row_too_wide",
            "workbook.write",
            "exchange.empty",
            "exchange.not_text",
            "exchange.unknown_encoding",
            "exchange.unclosed_quote",
            "exchange.cell_too_long",
            "exchange.row_too_long",
            "exchange.too_many_cells",
            "card.none",
            "card.unfinished",
            "card.unknown_version",
            "card.bad_line",
            "card.bad_text",
            "card.line_too_long",
            "card.too_large",
            "card.nobody",
            "office.too_large",
            "office.misread",
            "office.no_columns",
            "office.no_rows",
            "office.unavailable",
            "office.broken",
            "office.gone",
            "office.stopped",
            "sheet.merged",
            "sheet.hidden_by_merge",
            "sheet.error",
            "sheet.formula",
            "sheet.formula_without_value",
            "sheet.digits_lost",
        ] {
            assert!(of(code).is_some(), "{code}");
        }
        assert!(of("something.else").is_none());
    }
}
