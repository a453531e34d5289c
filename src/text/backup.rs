//! Words of making backups and restoring them.

crate::words! {
    TITLE = "备份", "Backup";
    TRIAL = "试用中的人都是虚构的，不需要备份。开始使用自己的数据后，可以在这里备份和恢复。", "Everybody in the trial is invented, so there is nothing to back up. With data of your own you can make and restore backups here.";
    WHY = "数据只在本设备上。设备遗失或损坏时，只有备份（或其他已同步的设备）能找回数据。", "Your data is on this device only. If the device is lost or breaks, only a backup, or another device in sync, brings it back.";
    LAST_NEVER = "本设备尚未备份过。", "No backup has been made on this device yet.";
    LAST_TODAY = "上次备份：今天（{time}）", "Last backup: today ({time})";
    LAST_YESTERDAY = "上次备份：昨天（{time}）", "Last backup: yesterday ({time})";
    LAST_DAYS = "上次备份：{n} 天前（{time}）", "Last backup: {n} days ago ({time})";
    MAKE = "备份", "Make a backup";
    MAKING = "正在备份…", "Making the backup…";
    FILE_NAME = "candor-{date}.candor", "candor-{date}.candor";
    MADE_AS = "已保存为 {name}：{records} 条记录，{changes} 条修改，{drafts} 份草稿，{blobs} 个附件。", "Saved as {name}. Records: {records}, changes: {changes}, drafts: {drafts}, attachments: {blobs}.";
    MADE_KEEP = "它用今天的口令打开，以后更换口令也不会改变它。请把它存放到另一台设备或移动硬盘上。", "It opens with today's passphrase, even if you change the passphrase later. Keep it somewhere else: on another device or a drive.";
    RESTORE = "从备份恢复", "Restore from a backup";
    RESTORE_HINT = "先把整个文件检查一遍，确认无误后才会写入。", "The whole file is looked through first; nothing is written before it is found sound.";
    FILE = "选择备份文件（.candor）", "Choose a backup file (.candor)";
    PASSPHRASE = "备份的口令", "Passphrase of the backup";
    PASSPHRASE_HINT = "制作这份备份时使用的口令", "The one in use when the backup was made";
    NO_FILE = "请先选择备份文件。", "Choose a backup file first.";
    NO_PASSPHRASE = "请输入备份的口令。", "Enter the passphrase of the backup.";
    CHECK = "检查备份", "Look through the backup";
    CHECKING = "正在检查备份…", "Looking through the backup…";
    SOUND = "备份完好，可以恢复。", "The backup is sound and can be restored.";
    MADE = "制作时间", "Made";
    RECORDS = "记录和答卷", "Records and responses";
    CHANGES = "修改", "Changes";
    DRAFTS = "草稿", "Drafts";
    BLOBS = "附件", "Attachments";
    MERGES = "本设备上的数据都会保留，只补上缺少的内容；已彻底清除的人不会恢复。", "What is on this device stays; only what is missing is added. People who were erased stay erased.";
    RESTORE_NOW = "恢复", "Restore";
    RESTORING = "正在恢复…", "Restoring…";
    STOPPED = "已停止。已补上的内容会保留；再恢复一次即可补齐其余内容。", "Stopped. What was added stays; restore again to add the rest.";
    TAKEN_ALL = "补上了 {n} 条修改。", "Changes added: {n}.";
    TAKEN_IN = "补上了 {n} 条修改；另有 {known} 条本来就有。", "Changes added: {n}. Already here: {known}.";
    NOTHING_NEW = "备份中的内容这里都已经有了。", "Everything in this backup was here already.";
    TAKEN_MORE = "另补上 {drafts} 份草稿、{blobs} 个附件。", "Drafts added: {drafts}, attachments: {blobs}.";
    ANOTHER = "再选一份备份", "Choose another backup";
    BEGIN = "从备份恢复", "Restore from a backup";
    BEGIN_HINT = "在本设备上继续使用备份中的数据", "Go on with the data of a backup on this device";
    BEGIN_TEXT = "本设备将使用这份备份的口令，并得到一个新的恢复码。", "This device will use the passphrase of the backup and get a recovery code of its own.";
    BEGIN_FAILED = "恢复没有完成。请重新加载，用备份的口令解锁，然后在「设置 › 备份」中再恢复一次。", "Restoring did not finish. Reload, unlock with the passphrase of the backup, then restore again in Settings › Backup.";
    EQUAL = "恢复后的数据与制作备份时完全一致。", "What is here now is, to the letter, what was there when the backup was made.";
    NOT_EQUAL = "备份中的修改都已写入，但结果与制作备份时不完全一致。请核对重要的客户，并保留备份文件。", "Every change of the backup was taken in, yet the result is not to the letter what was there when it was made. Check the customers that matter and keep the backup file.";
    NAG_NEVER = "您的数据还没有备份。", "Your data has never been backed up.";
    NAG_OLD = "上次备份之后已过去 {n} 天，其间有新的修改。", "The last backup is {n} days old, and there have been changes since.";
}
