//! Words about what is due.

crate::words! {
    TITLE = "今日", "Today";
    NEW_TASK = "新建任务", "New task";
    NOTHING = "没有到期的事项", "Nothing is due";
    NOTHING_HINT = "任务和承诺到期前七天会出现在这里。", "Tasks and promises show up here seven days before they are due.";
    OVERDUE = "已逾期", "Overdue";
    DUE_TODAY = "今天到期", "Due today";
    COMING = "未来七天", "The next seven days";
    DONE = "完成", "Done";
    DONE_SAID = "已完成", "Done";
    KEPT = "已兑现", "Kept";
    KEPT_SAID = "承诺已兑现", "The promise is kept";
    BROKEN = "未兑现", "Broken";
    BROKEN_SAID = "已记为未兑现", "Noted as broken";
    RATE = "承诺兑现率", "Promises kept";
    RATE_HINT = "已兑现的占已兑现与未兑现之和的比例；已免除的不计。区间为威尔逊 95% 区间。", "Kept ones of those kept or broken; released ones do not count. Wilson’s 95% interval.";
    RESTS_ON = "95% 区间 {low} 到 {high}，n = {n}", "95% interval {low} to {high}, n = {n}";
    EVERYBODY = "所有人", "Everybody";
    TEAM = "团队：{name}", "Team {name}";
    NOBODY = "未署名", "Unnamed";
}
