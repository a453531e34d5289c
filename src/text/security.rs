//! Words of the keys and the ways in.

crate::words! {
    TITLE = "安全", "Security";
    TRIAL = "试用不设口令，因此没有可更换的口令或密钥，也不会自动锁定。", "The trial has no passphrase, so there is none to change, and it does not lock by itself.";
    LOCK_AFTER = "无人操作时自动锁定", "Lock when nobody has touched the device";
    MINUTES = "{n} 分钟后", "After {n} minutes";
    HOUR = "1 小时后", "After 1 hour";
    NEVER = "从不", "Never";
    NEVER_HINT = "拿到这台设备的人都能看到客户资料。", "Whoever picks up this device can see your customers.";
    LOCK_NOW = "立即锁定", "Lock now";
    PASSPHRASE = "口令", "Passphrase";
    PASSPHRASE_ABOUT = "更换后，旧口令不再能打开本设备上的数据；以前的备份仍用当时的口令打开。", "The old one no longer opens the data on this device; backups made before still open with theirs.";
    CHANGE_PASSPHRASE = "更换口令", "Change the passphrase";
    OLD = "现在的口令", "Current passphrase";
    CHANGING = "正在更换…", "Changing…";
    CHANGED = "口令已更换", "The passphrase was changed";
    RECOVERY = "恢复码", "Recovery code";
    RECOVERY_ABOUT = "纸条丢了，或被别人看到了？换一个新的，旧的随即失效。", "Lost the note, or somebody saw it? Make a new code; the old one stops working at once.";
    NEW_RECOVERY = "换新恢复码", "New recovery code";
    MAKE = "生成", "Make it";
    KEYS = "密钥", "Keys";
    KEYS_ABOUT = "如果设备或备份曾落入他人之手，而对方可能知道口令，请先更换口令，再更换密钥。本设备上的全部数据会用新密钥重新加密，恢复码会更新，通行密钥需要重新添加。", "If a device or a backup was in the wrong hands, and they may have known the passphrase, change the passphrase and then the keys. Everything on this device is sealed anew, you get a new recovery code, and passkeys have to be added again.";
    KEYS_CANNOT = "已经在别人手里的副本，更换密钥也收不回来。", "A copy that somebody already has cannot be taken back.";
    CHANGE_KEYS = "更换密钥", "Change the keys";
    KEYS_RUNNING = "正在用新密钥重新加密，可以照常使用。", "Sealing everything anew. You can go on working.";
    KEYS_DONE = "密钥已更换", "The keys were changed";
    CONFIRM = "请输入口令以确认是您本人", "Enter your passphrase to confirm that it is you";
    DONE = "完成", "Done";
    PASSKEYS = "通行密钥", "Passkeys";
    PASSKEYS_ABOUT = "用指纹、面容或安全密钥解锁。口令始终可用。", "Unlock with a fingerprint, your face or a security key. The passphrase always works too.";
    PASSKEYS_CANNOT = "此浏览器不支持通行密钥。", "This browser does not know passkeys.";
    PASSKEYS_NONE = "还没有通行密钥。", "No passkeys yet.";
    ADD_PASSKEY = "添加通行密钥", "Add a passkey";
    PASSKEY_LABEL = "名称", "What to call it";
    PASSKEY_LABEL_HINT = "例如「店长的指纹」", "For example “Manager's fingerprint”";
    PASSKEY_ADDED = "通行密钥已添加", "The passkey was added";
    REMOVE = "移除", "Remove";
    REMOVE_NAMED = "移除通行密钥「{name}」", "Remove the passkey “{name}”";
    REMOVE_TITLE = "移除「{name}」？", "Remove “{name}”?";
    REMOVE_TEXT = "它将不再能打开本设备上的数据。浏览器或系统里保存的通行密钥要另外删除。", "It will no longer open the data on this device. What the browser or system has stored is deleted there.";
    REMOVED = "通行密钥已移除", "The passkey was removed";
}
