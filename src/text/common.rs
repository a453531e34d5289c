//! Words used in many places.

crate::words! {
    APP = "知诚", "Candor";
    OVERVIEW = "概览", "Overview";
    CUSTOMERS = "客户", "Customers";
    SURVEYS = "问卷", "Surveys";
    IMPORT = "导入", "Import";
    SETTINGS = "设置", "Settings";
    MAIN_NAVIGATION = "主导航", "Main navigation";
    SKIP_TO_CONTENT = "跳到正文", "Skip to content";
    LOCK = "锁定", "Lock";
    OFFLINE = "离线", "Offline";
    OFFLINE_HINT = "没有网络。一切照常工作，数据保存在本设备上。", "No network. Everything works as usual; data is kept on this device.";
    TRIAL = "试用：虚构的示例数据", "Trial: invented sample data";
    TRIAL_HINT = "请勿录入真实客户：试用不设口令。", "Do not enter real people: the trial has no passphrase.";
    REMOVE_TRIAL = "删除试用", "Remove trial";
    NEW_BUILD = "新版本已就绪", "A new version is ready";
    RESTART = "重新启动", "Restart";
    LATER = "稍后", "Later";
    SAVE = "保存", "Save";
    SAVED = "已保存", "Saved";
    SAVING = "正在保存…", "Saving…";
    CANCEL = "取消", "Cancel";
    CLOSE = "关闭", "Close";
    BACK = "返回", "Back";
    UNDO = "撤销", "Undo";
    EDIT = "编辑", "Edit";
    CLEAR = "清除", "Clear";
    OPTIONAL = "选填", "optional";
    LOADING = "正在载入…", "Loading…";
    NOT_FOUND = "这里没有内容", "There is nothing here";
    NOT_FOUND_HINT = "这个地址不存在，或内容已被删除。", "This address does not exist, or what it showed was deleted.";
    GO_HOME = "回到概览", "Go to the overview";
    YES = "是", "Yes";
    NO = "否", "No";
    TRY_AGAIN = "重试", "Try again";
    CHOOSE = "请选择", "Choose";
    SYNC_BUSY = "正在同步", "Syncing";
    SYNC_AGREED = "已同步", "In agreement";
    SYNC_AWAY = "服务器不可达", "Server unreachable";
    SYNC_SIGNED_OUT = "同步已暂停", "Syncing is paused";
    WAITING_ONE = "{n} 项待同步", "{n} change waiting";
    WAITING_MANY = "{n} 项待同步", "{n} changes waiting";
    REFUSED_SOME = "{n} 项被服务器拒绝", "{n} refused by the server";
    UNREADABLE = "有 {n} 处数据已损坏，无法读取；其余内容完好。请从另一台设备同步，或恢复备份。", "{n} pieces of stored data are damaged and cannot be read; everything else is intact. Sync from another device or restore a backup.";
}
