//! Chinese names, places and trades.

/// Surnames with their pinyin, weighted roughly as they occur.
pub(crate) const SURNAMES: &[(u32, (&str, &str))] = &[
    (72, ("王", "wang")),
    (71, ("李", "li")),
    (68, ("张", "zhang")),
    (54, ("刘", "liu")),
    (45, ("陈", "chen")),
    (31, ("杨", "yang")),
    (22, ("黄", "huang")),
    (21, ("赵", "zhao")),
    (20, ("吴", "wu")),
    (20, ("周", "zhou")),
    (15, ("徐", "xu")),
    (15, ("孙", "sun")),
    (13, ("马", "ma")),
    (13, ("朱", "zhu")),
    (12, ("胡", "hu")),
    (12, ("郭", "guo")),
    (12, ("何", "he")),
    (11, ("林", "lin")),
    (11, ("罗", "luo")),
    (10, ("高", "gao")),
    (9, ("郑", "zheng")),
    (8, ("梁", "liang")),
    (7, ("谢", "xie")),
    (7, ("宋", "song")),
    (6, ("唐", "tang")),
    (6, ("许", "xu")),
    (6, ("韩", "han")),
    (6, ("冯", "feng")),
    (6, ("邓", "deng")),
    (5, ("曹", "cao")),
    (5, ("彭", "peng")),
    (5, ("曾", "zeng")),
    (5, ("肖", "xiao")),
    (5, ("蒋", "jiang")),
    (5, ("蔡", "cai")),
    (5, ("叶", "ye")),
    (5, ("程", "cheng")),
    (4, ("田", "tian")),
    (4, ("董", "dong")),
    (4, ("袁", "yuan")),
    (4, ("潘", "pan")),
    (4, ("杜", "du")),
    (4, ("苏", "su")),
    (4, ("魏", "wei")),
    (4, ("吕", "lyu")),
    (4, ("丁", "ding")),
    (4, ("任", "ren")),
    (4, ("沈", "shen")),
    (4, ("卢", "lu")),
    (4, ("姜", "jiang")),
    (4, ("钟", "zhong")),
    (3, ("姚", "yao")),
    (3, ("崔", "cui")),
    (3, ("陆", "lu")),
    (1, ("欧阳", "ouyang")),
];

/// Characters of women's given names.
pub(crate) const FEMALE: &[&str] = &[
    "芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "桂", "英", "红", "梅", "雪", "慧",
    "婷", "颖", "琳", "洁", "雅", "欣", "怡", "佳", "倩", "秀", "兰", "萍", "莉", "月", "思", "雨",
    "梦", "晓", "文", "春", "淑", "珍", "悦", "宁",
];

/// Characters of men's given names.
pub(crate) const MALE: &[&str] = &[
    "伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "刚", "平", "辉", "鹏", "华", "飞", "鑫",
    "波", "斌", "宇", "浩", "凯", "健", "俊", "帆", "志", "建", "国", "文", "海", "林", "峰", "龙",
    "晨", "博", "子", "轩", "家", "毅", "诚", "远",
];

/// Provinces with a city each, by weight.
pub(crate) const REGIONS: &[(u32, &str)] = &[
    (12, "广东深圳"),
    (10, "广东广州"),
    (10, "江苏苏州"),
    (9, "浙江杭州"),
    (9, "上海"),
    (8, "北京"),
    (8, "四川成都"),
    (7, "山东青岛"),
    (6, "湖北武汉"),
    (5, "河南郑州"),
    (5, "湖南长沙"),
    (4, "福建厦门"),
    (4, "陕西西安"),
    (4, "重庆"),
    (3, "安徽合肥"),
    (2, "辽宁大连"),
    (2, "云南昆明"),
];

/// Beginnings of organisations' names.
pub(crate) const PLACES: &[&str] = &[
    "江南", "岭南", "临海", "云溪", "东湖", "西山", "北原", "南浦", "青州", "锦城",
];

/// Names organisations give themselves, with a beginning for their addresses.
pub(crate) const BRANDS: &[(&str, &str)] = &[
    ("青禾", "qinghe"),
    ("知远", "zhiyuan"),
    ("和润", "herun"),
    ("木棉", "mumian"),
    ("白鹭", "bailu"),
    ("同舟", "tongzhou"),
    ("安澜", "anlan"),
    ("松果", "songguo"),
    ("启明", "qiming"),
    ("四季", "siji"),
    ("清泉", "qingquan"),
    ("禾田", "hetian"),
];

/// What they do.
pub(crate) const TRADES: &[&str] = &[
    "茶业", "食品", "纺织", "机械", "印务", "物流", "建材", "家具", "电子", "园艺", "教育", "餐饮",
];

/// What they are, by weight.
pub(crate) const FORMS: &[(u32, &str)] = &[
    (70, "有限公司"),
    (12, "合作社"),
    (10, "工作室"),
    (8, "商行"),
];

/// Tags and how many in a thousand carry them.
pub(crate) const TAGS: &[(u32, &str)] = &[
    (110, "重点客户"),
    (180, "老客户"),
    (90, "需回访"),
    (70, "续约中"),
    (40, "喜欢电话联系"),
];
