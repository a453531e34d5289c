//! Words the made-up data is made of, shared by both languages.

pub(crate) mod en;
pub(crate) mod zh;

/// How customers came, by weight.
pub(crate) const ACQUIRED: &[(u32, &str)] = &[
    (30, "referral"),
    (22, "visit"),
    (14, "walk_in"),
    (10, "event"),
    (8, "phone"),
    (9, "wechat"),
    (6, "web"),
    (1, "other"),
];

/// Products by weight: Chinese, English, price in yuan.
pub(crate) const PRODUCTS: &[(u32, (&str, &str, u32))] = &[
    (18, ("家庭保障计划", "Family protection plan", 4200)),
    (16, ("年度体检套餐", "Annual health check", 1680)),
    (14, ("上门维护服务", "Home maintenance visit", 560)),
    (12, ("延长保修", "Extended warranty", 890)),
    (10, ("养老规划咨询", "Retirement planning advice", 2400)),
    (10, ("教育储备计划", "Education savings plan", 6000)),
    (8, ("差旅保障", "Travel cover", 320)),
    (7, ("设备租赁", "Equipment lease", 8800)),
    (5, ("企业团体保障", "Group cover for companies", 26_000)),
];

/// What could have been better, by weight: codes of the visit survey.
pub(crate) const BETTER: &[(u32, &str)] = &[
    (22, "listening"),
    (20, "clarity"),
    (16, "punctuality"),
    (16, "answers"),
    (6, "courtesy"),
    (16, "follow_up"),
    (4, "other"),
];

/// What people write, in either language.
pub(crate) struct Remarks {
    pub(crate) zh: &'static [&'static str],
    pub(crate) en: &'static [&'static str],
}

/// When they are glad.
pub(crate) const GLAD: Remarks = Remarks {
    zh: &[
        "说话实在，不夸大。",
        "有不足也会提前告诉我。",
        "每次都记得我家的情况。",
        "价格透明，没有额外收费。",
        "答应的事从不拖。",
        "从不打听多余的事，很放心。",
        "出了点小问题，第二天就上门解决了。",
        "比我自己还替我着想。",
    ],
    en: &[
        "They tell me straight, even when it costs them a sale.",
        "They remember what we talked about last time.",
        "Clear prices and nothing hidden.",
        "They do what they say they will.",
        "They never ask for more than they need.",
        "A problem came up and it was put right the next day.",
        "I feel looked after.",
        "Patient with my questions.",
    ],
};

/// When it is all right.
pub(crate) const MIDDLING: Remarks = Remarks {
    zh: &[
        "总体不错，回复可以再快一点。",
        "希望换人的时候交接清楚。",
        "资料有点多，看不太懂。",
        "还行，再观察看看。",
        "希望价格说明更简单些。",
        "平时联系少，有事才找得到人。",
    ],
    en: &[
        "Good on the whole, but replies could be quicker.",
        "Please hand over properly when my contact changes.",
        "The papers are hard to follow.",
        "Fine so far, let us see.",
        "A simpler price list would help.",
        "I only hear from you when something is due.",
    ],
};

/// When they are not glad.
pub(crate) const SORRY: Remarks = Remarks {
    zh: &[
        "之前说的和后来做的不一样。",
        "同样的问题说了三遍才有人管。",
        "不知道我的电话怎么给了别的部门。",
        "感觉大客户优先，我们总要等。",
        "推荐的不是我需要的。",
        "约好的时间没来，也没打电话。",
    ],
    en: &[
        "What was done is not what was said.",
        "I had to explain the same thing three times.",
        "My number was passed to another department without asking me.",
        "Bigger customers seem to come first.",
        "I was offered something I did not need.",
        "Nobody came at the agreed time and nobody called.",
    ],
};

/// What was hard.
pub(crate) const HARD: Remarks = Remarks {
    zh: &[
        "找对人花了很久。",
        "同样的资料交了两次。",
        "等回复等了一个星期。",
        "要跑两趟才办完。",
        "说明写得太绕。",
    ],
    en: &[
        "It took long to find the right person.",
        "I had to hand in the same papers twice.",
        "I waited a week for an answer.",
        "It took two trips.",
        "The instructions were confusing.",
    ],
};
