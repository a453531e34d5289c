//! Words about the records of any register.

crate::words! {
    NEW = "新建{what}", "New {what}";
    EDIT = "编辑{what}", "Edit {what}";
    EMPTY = "还没有{what}", "{what}: none yet";
    ADD = "添加", "Add";
    REMOVE = "移除 {what}", "Remove {what}";
    FOR_WHAT = "用途", "What for";
    FIND_BY_NAME = "输入名称查找", "Type a name to find it";
    GONE = "没有这条{what}记录", "No such {what}";
    DELETE = "删除{what}", "Delete {what}";
    DELETE_TEXT = "记录将不再显示。修改记录保留，可以撤销。", "It is no longer shown. Its history stays, and you can undo this.";
    NONE = "还没有{what}。", "None yet.";
    ALL = "{what}列表", "List of {what}";
    FOUND_ONE = "{n} 条", "{n} record";
    FOUND_MANY = "{n} 条", "{n} records";
    AND_MORE = "还有 {n} 条", "and {n} more";
    NOTHING_FOUND = "没有找到", "Nothing found";
    FIND = "查找", "Find";
    SORT_BY = "按{what}排序", "Sort by {what}";
    TAG_ADD = "添加标签", "Add a tag";
    TAG_HINT = "输入后按回车", "Type and press Enter";
    TAG_REMOVE = "移除标签 {tag}", "Remove tag {tag}";
    DRAFT_RESTORED = "已恢复上次未保存的内容。", "What you had typed and not saved is back.";
    DRAFT_DISCARD = "放弃这些修改", "Discard these changes";
    NOTHING_CHANGED = "没有改动", "Nothing changed";
    GONE_HINT = "可能已被删除，或尚未同步到本设备。", "It may have been deleted, or not reached this device yet.";
    HISTORY = "修改记录", "History";
    HISTORY_READING = "正在读取历史…", "Reading the history…";
    HISTORY_HINT = "每个值由谁、何时、在哪台设备、通过什么渠道记录", "Who recorded each value, when, on which device and through which channel";
    WHEN = "时间", "When";
    WHAT = "项目", "Field";
    VALUE = "值", "Value";
    WHO = "谁", "Who";
    DEVICE = "设备", "Device";
    CHANNEL = "渠道", "Channel";
    CURRENT = "当前", "Current";
    CONCURRENT = "两人同时修改", "Two people changed this";
    REMOVED = "已移除", "removed";
    CLEARED = "（已清空）", "(cleared)";
    SOMEBODY = "未署名", "Unnamed";
    MORE = "再显示 {n} 条", "Show {n} more";
    ADDED_ON = "添加于 {date}", "Added {date}";
    DETAILS = "资料", "Details";
    DELETE_TITLE = "删除 {name}？", "Delete {name}?";
    DELETED = "已删除 {name}", "{name} deleted";
}
