//! Words of the settings.

crate::words! {
    LANGUAGE = "语言", "Language";
    THEME = "外观", "Appearance";
    THEME_SYSTEM = "跟随系统", "As the system";
    THEME_LIGHT = "浅色", "Light";
    THEME_DARK = "深色", "Dark";
    SYNC = "与其他设备同步", "Agree with other devices";
    SYNC_ALONE = "本设备独立工作。加入服务器后，团队的各台设备保持一致；不加入也完全可用。", "This device works on its own. Join a server and the team's devices hold the same data; never joining is fine too.";
    SYNC_TRIAL = "试用数据不能同步。", "The trial cannot join a server.";
    JOIN_CODE = "加入码", "Join code";
    JOIN_CODE_HINT = "由服务器首次启动时显示，例如 1234-ABCD-5678", "Shown when the server first starts, such as 1234-ABCD-5678";
    JOIN = "加入", "Join";
    JOINING = "正在加入…", "Joining…";
    JOINED = "已加入服务器", "Joined the server";
    STATE = "状态", "State";
    LAST = "上次一致：{time}", "In agreement as of {time}";
    WAITING = "待同步", "Waiting to be sent";
    REFUSED = "被服务器拒绝", "Refused by the server";
    REFUSED_LINE = "第 {n} 项：{why}", "Change {n}: {why}";
    REASON_TOO_LARGE = "内容太大", "too large";
    REASON_MALFORMED = "内容有误", "not well formed";
    REASON_OTHER = "不被接受", "not accepted";
    LEAVE = "退出服务器", "Leave the server";
    LEAVE_TITLE = "退出服务器？", "Leave the server?";
    LEAVE_TEXT = "本设备上的数据全部保留，但不再与其他设备同步。", "Everything on this device stays, but it no longer agrees with other devices.";
    SIGNED_OUT = "服务器不再识别本设备。数据都在本机；重新输入加入码即可恢复同步。", "The server no longer knows this device. Your data is here; enter the join code to sync again.";
    STORAGE = "存储", "Storage";
    PERSISTED = "浏览器承诺不自动清除这些数据。", "The browser has promised not to wipe this data.";
    NOT_PERSISTED = "空间紧张时，浏览器可能清除这些数据。", "The browser may wipe this data when space is short.";
    PERSIST = "请求永久保存", "Ask to keep it for good";
    PERSIST_REFUSED = "浏览器暂未同意。把知诚安装到主屏幕后再试。", "The browser did not agree yet. Install Candor and try again.";
    USED = "已用 {used}，共可用 {allowed}", "{used} used of {allowed}";
    CONTENT_LINE = "{customers} 位客户，{responses} 份答卷，{changes} 条修改", "{customers} customers, {responses} responses, {changes} changes";
    INSTALL = "安装", "Install";
    INSTALL_NOW = "安装到本设备", "Install on this device";
    INSTALL_IOS = "在 Safari 中点「分享」，再选「添加到主屏幕」。", "In Safari, tap Share, then “Add to Home Screen”.";
    INSTALL_OTHER = "在浏览器菜单中选择「安装应用」或「添加到主屏幕」。", "In the browser's menu choose “Install app” or “Add to Home screen”.";
    ABOUT = "关于", "About";
    VERSION = "版本 {version}（{build}）", "Version {version} ({build})";
    CHECK_NEW = "检查新版本", "Look for a new version";
    CHECKED = "已是最新版本", "This is the latest version";
    CHECK_OFFLINE = "现在没有网络。", "There is no network now.";
    DEVICE = "本设备", "This device";
    MEMBER_NAME = "您的姓名", "Your name";
    DEVICE_NAME = "设备名称", "Device name";
}
