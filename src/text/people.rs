//! Words of the people who share a device.

crate::words! {
    TITLE = "人员", "People";
    ABOUT = "每个人用自己的口令解锁：口令说明是谁，所做的修改记在其名下。锁定后由另一人解锁，即可换人。", "Everybody unlocks with a passphrase of their own: it says who they are, and what they change carries their name. To switch, lock and let the other unlock.";
    ABOUT_ME = "您以此身份使用本设备。姓名可在「本设备」中修改，口令可在「安全」中更换。", "This is who you are on this device. Change your name under This device and your passphrase under Security.";
    TRIAL = "试用只有一个人。", "The trial has one person.";
    HONEST = "角色由应用执行：能解锁的人都持有同一把密钥。", "Roles are kept by the app: whoever can unlock holds the same key.";
    AT_WORK = "正在使用：{name}，{role}", "At work: {name}, {role}";
    UNNAMED = "未填姓名", "Without a name";
    YOU = "您", "You";
    OWNER = "数据的主人", "Owner";
    NO_WAY_IN = "在本设备上没有口令", "No passphrase on this device";
    LEFT = "已移除", "Removed";
    ADD = "添加人员", "Add a person";
    ADD_NOW = "添加", "Add";
    ADDED = "已添加", "Added";
    NAME = "姓名", "Name";
    ROLE = "角色", "Role";
    ROLE_OWNER = "数据的主人始终是管理员。", "The owner always stays an administrator.";
    ROLE_ABOUT_AGENT = "拜访客户，录入资料；敏感资料不显示。", "Visits customers and enters data; sensitive fields are not shown.";
    ROLE_ABOUT_MANAGER = "带领团队；敏感资料遮盖显示。", "Leads a team; sensitive fields are masked.";
    ROLE_ABOUT_PRIVACY_OFFICER = "监督合规；个人资料遮盖显示，不能修改。", "Answers for lawful handling; personal fields are masked and cannot be changed.";
    ROLE_ABOUT_ADMINISTRATOR = "可以查看和修改一切，并管理人员。", "Sees and changes everything, and arranges people.";
    EDIT = "编辑", "Edit";
    EDIT_NAMED = "编辑「{name}」", "Edit {name}";
    SAVED = "已保存", "Saved";
    GIVE = "新口令", "New passphrase";
    GIVE_NAMED = "给「{name}」设新口令", "New passphrase for {name}";
    GIVE_ABOUT = "请对方自己输入。以前的口令随即失效。", "Let them type it themselves. The one they had stops working at once.";
    GIVE_NOW = "设定口令", "Set the passphrase";
    GIVEN = "口令已设定", "The passphrase was set";
    PASSPHRASE = "对方的口令", "Their passphrase";
    PASSPHRASE_AGAIN = "再次输入对方的口令", "Their passphrase again";
    CONFIRM = "您自己的口令，以确认是您本人", "Your own passphrase, to confirm that it is you";
    REMOVE = "移除", "Remove";
    REMOVE_NAMED = "移除「{name}」", "Remove {name}";
    REMOVE_TITLE = "移除「{name}」？", "Remove {name}?";
    REMOVE_TEXT = "其口令和通行密钥不再能解锁，密钥随即更换，其他人照常使用。历史记录中仍保留其姓名。已经在其手里的副本收不回来。", "Their passphrase and passkeys unlock no more and the keys change; everybody else goes on as before. The history keeps their name. A copy they already have cannot be taken back.";
    REMOVED = "已移除", "Removed";
    WORKING = "正在处理…", "Working…";
    MISSING_NAME = "请填写姓名。", "Enter a name.";
}
