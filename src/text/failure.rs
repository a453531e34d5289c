//! What went wrong, in words: what happened, what is safe, what to do.

use super::{Label, fill, language};
use crate::session::Failure;

crate::words! {
    UNAVAILABLE = "浏览器不允许本应用保存数据。请退出无痕（隐私）模式，或在浏览器设置中允许本网站存储数据，然后重试。", "The browser does not let Candor keep data. Leave private browsing, or allow this site to store data in the browser's settings, then try again.";
    FULL = "本设备的存储空间已满，没有保存。请腾出空间后再次保存；您输入的内容还在。", "Storage on this device is full, so this was not saved. Free some space and save again; what you typed is still here.";
    NEWER = "这些数据由更新版本的知诚写入。请更新应用后再打开；数据没有改动。", "This data was written by a newer version of Candor. Update the app to open it; nothing was changed.";
    BLOCKED = "另一个标签页正在使用旧版本。请关闭其他知诚标签页后重试。", "Another tab is using an older version. Close other Candor tabs and try again.";
    CLOSED = "浏览器中断了与存储的连接，没有保存。请重试；您输入的内容还在。", "The browser closed the connection to storage, so this was not saved. Try again; what you typed is still here.";
    DAMAGED = "存储的数据已损坏，无法打开。", "The stored data is damaged and cannot be opened.";
    STORE_FAILED = "无法写入存储，没有保存。请重试；您输入的内容还在。", "Storage could not be written, so this was not saved. Try again; what you typed is still here.";
    WRONG_PASSPHRASE = "口令不正确。", "That passphrase is not right.";
    WRONG_RECOVERY = "恢复码与本设备上的数据不匹配。", "That recovery code does not belong to the data on this device.";
    MISTYPED_RECOVERY = "恢复码有误，请核对是否漏打或打错了字符。", "The recovery code has a typing error. Check for a missing or wrong character.";
    OUT_OF_MEMORY = "设备内存不足。请关闭其他应用后重试。", "This device is short of memory. Close other apps and try again.";
    LOCKED = "已锁定，没有保存。请解锁后重试。", "Candor is locked, so this was not saved. Unlock and try again.";
    EXISTS = "本设备上已有数据。请重新加载页面。", "There is data on this device already. Reload the page.";
    NO_ANSWER = "服务器没有应答。请检查网络后重试；本设备上的数据不受影响。", "The server did not answer. Check the network and try again; data on this device is not affected.";
    WRONG_CODE = "加入码不正确。请向服务器管理员核对。", "That join code is not right. Check it with whoever runs the server.";
    REVOKED = "本设备已被服务器停用，无法再次加入。", "The server has revoked this device; it cannot join again.";
    RATE_LIMITED = "尝试过于频繁。请一分钟后重试。", "Too many tries. Wait a minute and try again.";
    NOT_CANDOR = "此地址上没有知诚同步服务器。", "There is no Candor sync server at this address.";
    OTHER_PROTOCOL = "服务器与应用版本不一致，请更新较旧的一方。", "The server and the app are of different versions; update the older one.";
    REFUSED = "服务器拒绝了请求。请稍后重试。", "The server refused. Try again later.";
    BEHIND = "另一个标签页刚刚写入了数据，请重试。", "Another tab has just written something. Try again.";
    REKEYED = "密钥已在另一个标签页中更换。请锁定后重新解锁。", "The keys were changed in another tab. Lock and unlock again.";
    NOTHING_TO_UNDO = "没有可以撤销的操作。", "There is nothing to undo.";
    STANDS_NO_MORE = "这项操作已被撤销，或其内容后来又有改动，没有再撤销。", "That was taken back already, or what it did was changed since. Nothing was changed.";
    CANCELLED = "已取消。", "Cancelled.";
    BACKUP_FOREIGN = "这不是知诚的备份文件。请选择以 .candor 结尾的文件。", "This is not a Candor backup. Choose a file whose name ends in .candor.";
    BACKUP_CUT = "备份文件不完整，可能没有复制完。请重新复制该文件后再试；本设备上的数据没有改动。", "The backup file is cut off, perhaps because it was not copied to the end. Copy it again and retry; nothing on this device was changed.";
    BACKUP_DAMAGED = "备份文件已损坏，无法使用。请换一份备份；本设备上的数据没有改动。", "The backup file is damaged and cannot be used. Try another backup; nothing on this device was changed.";
    BACKUP_NEWER = "备份由更新版本的知诚制作。请更新应用后再恢复。", "The backup was made by a newer version of Candor. Update the app, then restore.";
    PASSKEY_UNSUPPORTED = "此浏览器或设备不支持用通行密钥解锁。请使用口令。", "This browser or device cannot unlock with a passkey. Use the passphrase.";
    PASSKEY_DECLINED = "通行密钥操作已取消或超时。请重试，或使用口令。", "The passkey was cancelled or took too long. Try again, or use the passphrase.";
    PASSKEY_WRONG = "这个通行密钥打不开此处的数据。请使用口令。", "This passkey does not open the data here. Use the passphrase.";
    PASSKEY_MANY = "通行密钥太多了。请先移除一个。", "There are too many passkeys. Remove one first.";
    PASSPHRASE_TAKEN = "这个口令不能使用，请换一个。", "This passphrase cannot be used. Choose another.";
    PEOPLE_MANY = "本设备上最多 65 人。请先移除一位。", "At most 65 people fit on this device. Remove one first.";
    OWNER_FIRST = "请先由数据的主人换一个新的恢复码，然后再移除。", "The owner has to make a new recovery code first; then remove.";
    NOT_ALLOWED = "您的角色不能做这件事。没有改动。", "Your role does not allow this. Nothing was changed.";
    LAST_ADMINISTRATOR = "这里始终要有一位管理员。没有改动。", "There is always an administrator here. Nothing was changed.";
    MERGE_GONE = "这次合并已不存在，或其中一位客户已被清除，没有改动。", "That merge no longer stands, or one of the customers was erased. Nothing was changed.";
    OTHER = "操作未成功（{code}）。请重试。", "That did not succeed ({code}). Try again.";
    INVALID_REQUIRED = "请填写此项。", "Please fill this in.";
    INVALID_TOO_LONG = "太长了：最多 {limit} 个字符。", "Too long: at most {limit} characters.";
    INVALID_PHONE = "这不像电话号码。只用数字、空格和 + - ( )。", "This does not look like a phone number. Use digits, spaces and + - ( ).";
    INVALID_EMAIL = "这不像电子邮箱地址，例如 name@example.com。", "This does not look like an e-mail address such as name@example.com.";
    INVALID_YEAR = "请填写 1900 至 2100 之间的年份。", "Enter a year from 1900 to 2100.";
    INVALID_DATE = "没有这个日期。请按 2026-01-31 的格式填写。", "There is no such date. Write it like 2026-01-31.";
    INVALID_CHOICE = "请从列表中选择。", "Choose one from the list.";
    INVALID_NUMBER = "这不是数字。", "This is not a number.";
    INVALID_FLAG = "请填写“是”或“否”。", "Enter yes or no.";
    INVALID_MOMENT = "请填写日期和时间。", "Enter a day and a time.";
    INVALID_MONEY = "这不是金额。请按 12.50 或 12.50 CNY 的格式填写。", "This is not an amount. Write it like 12.50 or 12.50 CNY.";
    INVALID_TYPE = "此处不能填写这样的值。", "This value does not fit here.";
}

fn label(code: &str) -> Label {
    match code {
        "store.unavailable" => UNAVAILABLE,
        "merge.gone" => MERGE_GONE,
        "store.full" => FULL,
        "store.newer" | "stored.newer" | "vault.newer_format" => NEWER,
        "store.blocked" => BLOCKED,
        "store.closed" => CLOSED,
        "store.damaged"
        | "stored.damaged"
        | "vault.damaged"
        | "vault.refused"
        | "vault.params_out_of_range" => DAMAGED,
        "store.failed" => STORE_FAILED,
        "vault.wrong_passphrase" => WRONG_PASSPHRASE,
        "vault.wrong_recovery_code" => WRONG_RECOVERY,
        "vault.recovery_code_mistyped" => MISTYPED_RECOVERY,
        "vault.out_of_memory" => OUT_OF_MEMORY,
        "store.behind" => BEHIND,
        "store.rekeyed" | "vault.unknown_key" => REKEYED,
        "engine.nothing_to_undo" => NOTHING_TO_UNDO,
        "undo.stands_no_more" => STANDS_NO_MORE,
        "engine.cancelled" => CANCELLED,
        "backup.foreign" => BACKUP_FOREIGN,
        "backup.cut" => BACKUP_CUT,
        "backup.damaged" => BACKUP_DAMAGED,
        "backup.newer" => BACKUP_NEWER,
        "passkey.unsupported" | "vault.passkey_out_of_range" => PASSKEY_UNSUPPORTED,
        "passkey.declined" => PASSKEY_DECLINED,
        "vault.unknown_passkey" | "vault.wrong_passkey" => PASSKEY_WRONG,
        "vault.too_many_passkeys" => PASSKEY_MANY,
        "vault.passphrase_taken" => PASSPHRASE_TAKEN,
        "vault.too_many_people" => PEOPLE_MANY,
        "vault.unkeyed" => OWNER_FIRST,
        "session.not_allowed" => NOT_ALLOWED,
        "session.last_administrator" => LAST_ADMINISTRATOR,
        "session.locked" => LOCKED,
        "session.exists" => EXISTS,
        "sync.unreachable" | "sync.server" => NO_ANSWER,
        "sync.wrong_code" => WRONG_CODE,
        "sync.revoked" => REVOKED,
        "sync.rate_limited" => RATE_LIMITED,
        "sync.garbled" => NOT_CANDOR,
        "sync.version" => OTHER_PROTOCOL,
        "sync.rejected" => REFUSED,
        _ => OTHER,
    }
}

/// A failure in the language on screen.
pub fn words(failure: &Failure) -> String {
    fill(
        label(failure.code).of(language()),
        &[("code", failure.code)],
    )
}

/// Why a value was refused, in the language on screen.
pub fn invalid(invalid: model::Invalid) -> String {
    use model::Invalid as I;
    let limit = if let I::TooLong { limit } = invalid {
        super::count(limit)
    } else {
        String::new()
    };
    let label = match invalid {
        I::Required => INVALID_REQUIRED,
        I::TooLong { .. } => INVALID_TOO_LONG,
        I::Phone => INVALID_PHONE,
        I::Email => INVALID_EMAIL,
        I::Year => INVALID_YEAR,
        I::Date => INVALID_DATE,
        I::Choice => INVALID_CHOICE,
        I::Number => INVALID_NUMBER,
        I::Flag => INVALID_FLAG,
        I::Moment => INVALID_MOMENT,
        I::Money => INVALID_MONEY,
        I::Type => INVALID_TYPE,
    };
    fill(label.of(language()), &[("limit", &limit)])
}
