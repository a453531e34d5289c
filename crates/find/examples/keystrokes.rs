//! What a keystroke costs over 100,000 invented customers:
//! `cargo run --release -p find --example keystrokes [customers [typed]]`.
//!
//! Prints one JSON object a line, as `cargo xtask bench` does. Every session is typed letter by
//! letter and deleted again; every keystroke asks for the best twenty. `keystroke_…` is as it comes;
//! `quiet_…` and the single ones are of the best of seven, for machines that do other work too. With something typed given,
//! it asks for that alone, often, for a profiler to watch, and says the best time.

use find::{Finder, Kind, Readings};
use std::time::Instant;

fn main() {
    let customers = std::env::args().nth(1).and_then(|count| count.parse().ok());
    let start = Instant::now();
    let typed = std::env::args().nth(2);
    run(
        customers.unwrap_or(100_000),
        typed.as_deref(),
        &|| start.elapsed().as_secs_f64() * 1e3,
        &mut |line| {
            println!("{line}");
        },
    );
}

/// Everything, by a clock of milliseconds.
pub fn run(customers: u32, only: Option<&str>, now: &dyn Fn() -> f64, say: &mut dyn FnMut(String)) {
    let mut line = |case: &str, ours: f64, unit: &str| {
        say(format!(
            r#"{{"bench":"find","case":"{case}","ours":{ours:.3},"peer":null,"peers":null,"ratio":null,"unit":"{unit}"}}"#
        ));
    };
    let mut rng = Rng(0x5EED);
    let people: Vec<Person> = (0..customers)
        .map(|number| person(&mut rng, number))
        .collect();
    let mut begun = now();
    let Ok(readings) = Readings::from_bytes(include_bytes!("../data/readings.bin")) else {
        return;
    };
    line("readings", now() - begun, "ms");

    begun = now();
    let mut finder = Finder::new();
    finder.reserve(customers as usize);
    finder.teach(readings);
    line("teach", now() - begun, "ms");
    let mut longest = 0f64;
    let mut doc = 0;
    for step in people.chunks(2_000) {
        let stepped = now();
        for person in step {
            put(&mut finder, doc, person);
            doc += 1;
        }
        longest = longest.max(now() - stepped);
    }
    line("build", now() - begun, "ms");
    line("build_longest_step_of_2000", longest, "ms");

    if let Some(typed) = only {
        let mut times = Vec::new();
        for _ in 0..1_000 {
            let begun = now();
            finder.find(typed, 20);
            times.push(now() - begun);
        }
        times.sort_by(f64::total_cmp);
        return line(typed, times.first().copied().unwrap_or(0.0), "ms");
    }
    let mut all = Vec::new();
    let mut calm = Vec::new();
    let mut worst: Vec<(f64, String, u32)> = Vec::new();
    for session in SESSIONS {
        let ends: Vec<usize> = session
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .collect();
        for end in ends.iter().chain(ends.iter().rev().skip(1)) {
            let typed = session.get(..*end).unwrap_or_default();
            let begun = now();
            let found = finder.find(typed, 20);
            all.push(now() - begun);
            let took = quiet(&mut finder, typed, now);
            calm.push(took);
            worst.push((took, typed.to_owned(), found.total));
        }
    }
    for (case, times) in [("keystroke", &mut all), ("quiet", &mut calm)] {
        let (mid, late, last) = percentiles(times);
        line(&format!("{case}_p50"), mid, "ms");
        line(&format!("{case}_p95"), late, "ms");
        line(&format!("{case}_max"), last, "ms");
    }
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (took, typed, total) in worst.iter().step_by(2).take(12) {
        line(&format!("slowest: {typed} ({total})"), *took, "ms");
    }
    for typed in SHORT {
        let total = finder.find(typed, 20).total;
        let took = quiet(&mut finder, typed, now);
        line(&format!("short: {typed} ({total})"), took, "ms");
    }

    // Changes: a customer replaced, taken out, put back; anywhere.
    let (mut replace, mut remove, mut insert) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..2_000 {
        let doc = rng.below(customers);
        let new = person(&mut rng, doc);
        let begun = now();
        put(&mut finder, doc, &new);
        replace.push(now() - begun);
        let begun = now();
        finder.remove(doc);
        remove.push(now() - begun);
        let begun = now();
        put(&mut finder, doc, &new);
        insert.push(now() - begun);
    }
    for (case, mut times) in [("replace", replace), ("remove", remove), ("insert", insert)] {
        let (_, late, last) = percentiles(&mut times);
        line(&format!("{case}_p95"), late * 1e3, "us");
        line(&format!("{case}_max"), last * 1e3, "us");
    }
    line("memory", finder.memory() as f64 / 1e6, "MB");
}

/// The best of seven.
fn quiet(finder: &mut Finder, typed: &str, now: &dyn Fn() -> f64) -> f64 {
    let times = (0..7).map(|_| {
        let begun = now();
        finder.find(typed, 20);
        now() - begun
    });
    times.fold(f64::MAX, f64::min)
}

/// The middle, the ninety-fifth in a hundred, the last.
fn percentiles(times: &mut [f64]) -> (f64, f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len() - 1));
    let [mid, late, last] = [50, 95, 100].map(|share| at(share).copied().unwrap_or(0.0));
    (mid, late, last)
}

/// What people type; each is deleted again from its end.
const SESSIONS: &[&str] = &[
    "wangxiaoming",
    "王小明",
    "wxm",
    "wangxm",
    "li na",
    "zhang wei",
    "zhangwei vip",
    "lij",
    "张",
    "liuyang 138",
    "陈 北京",
    "chenjing",
    "zhj",
    "shanghai",
    "上海科技",
    "有限公司",
    "youxiangongsi",
    "keji",
    "bjkj",
    "8000",
    "13800138000",
    "138 0013 8000",
    "+86 138",
    "gmail.com",
    "qq.com",
    "wang88@qq.com",
    "john smith",
    "jonh smiht",
    "micheal",
    "elizabeth",
    "smith",
    "mc",
    "an",
    "e",
    "重要客户",
    "vip",
    "zhongyao",
    "老客户 王",
    "欧阳",
    "ouyang",
    "shan",
    "zeng",
    "xian",
    "yuyuyuyu",
    "zhangzhizhong",
    "zzz",
    "S0012",
    "acme",
    "international",
    "ltd",
    "holdings wilson",
];

/// The costliest: what nearly everybody has.
const SHORT: &[&str] = &[
    "a",
    "e",
    "i",
    "l",
    "s",
    "w",
    "x",
    "y",
    "z",
    "1",
    "13",
    "138",
    "01",
    "86",
    "861",
    "王",
    "李",
    "公",
    "公司",
    "司",
    "li",
    "wa",
    "wang",
    "zh",
    "zhang",
    "yu",
    "an",
    "co",
    "com",
    "qq",
    "w x",
    "w 1",
    "l vip",
    "wang li",
    "公司 王",
    "com 138",
];

struct Person {
    name: String,
    phone: String,
    mail: String,
    organisation: String,
    tag: &'static str,
    tie: u32,
}

fn put(finder: &mut Finder, doc: u32, person: &Person) {
    let _taken = finder.put(
        doc,
        person.tie,
        &[
            (Kind::Name, &person.name),
            (Kind::Phone, &person.phone),
            (Kind::Email, &person.mail),
            (Kind::Organisation, &person.organisation),
            (Kind::Tag, person.tag),
        ],
    );
}

/// Three in five Chinese, the others not.
fn person(rng: &mut Rng, number: u32) -> Person {
    let chinese = rng.below(5) < 3;
    let (name, local) = if chinese { zh(rng) } else { latin(rng) };
    let host = rng.pick(HOSTS);
    let mail = match rng.below(3) {
        0 => format!("{local}@{host}"),
        1 => format!("{local}{}@{host}", rng.below(1_000)),
        _ => format!("{}{number}@{host}", local.get(..2).unwrap_or("x")),
    };
    let organisation = if chinese {
        let (city, a, b) = (rng.pick(CITIES), rng.pick(BRAND), rng.pick(BRAND));
        format!("{city}{a}{b}{}有限公司", rng.pick(TRADES))
    } else {
        format!(
            "{} {} {}",
            surname(rng),
            rng.pick(BUSINESS),
            rng.pick(FORMS)
        )
    };
    let (a, b, c) = (rng.below(1_000), rng.below(10_000), rng.below(10_000));
    let phone = if chinese {
        match rng.below(4) {
            0 => format!("+86 1{} {b:04} {c:04}", 30 + rng.below(69)),
            1 => format!("010-{b:04}{c:04}"),
            _ => format!("1{}{:01} {b:04} {c:04}", 30 + rng.below(69), a % 10),
        }
    } else {
        format!("+44 20 {b:04} {c:04}")
    };
    let tag = rng.pick(TAGS);
    Person {
        name,
        phone,
        mail,
        organisation,
        tag,
        tie: rng.below(1 << 30),
    }
}

fn zh(rng: &mut Rng) -> (String, String) {
    // Half of all people have one of the first ten surnames.
    let surnames = if rng.below(2) == 0 {
        SURNAMES.get(..10).unwrap_or(SURNAMES)
    } else {
        SURNAMES
    };
    let (surname, latin) = rng.pick(surnames);
    let (a, pinyin) = rng.pick(GIVEN);
    if rng.below(6) == 0 {
        return (format!("{surname}{a}"), format!("{latin}{pinyin}"));
    }
    let (b, more) = rng.pick(GIVEN);
    (format!("{surname}{a}{b}"), format!("{latin}{pinyin}{more}"))
}

fn latin(rng: &mut Rng) -> (String, String) {
    let (first, last) = (rng.pick(FIRST), surname(rng));
    let local = format!("{}.{}", first.to_lowercase(), last.to_lowercase());
    (format!("{first} {last}"), local)
}

/// A surname as there are thousands of.
fn surname(rng: &mut Rng) -> String {
    if rng.below(3) == 0 {
        return rng.pick(LAST).to_owned();
    }
    [rng.pick(BEGIN), rng.pick(MIDDLE), rng.pick(END)].concat()
}

/// A small generator (Marsaglia's xorshift), for the same customers every time.
struct Rng(u64);

impl Rng {
    fn below(&mut self, most: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * u64::from(most)) >> 32) as u32
    }

    fn pick<T: Copy + Default>(&mut self, all: &[T]) -> T {
        let at = self.below(all.len() as u32) as usize;
        all.get(at).copied().unwrap_or_default()
    }
}

const SURNAMES: &[(&str, &str)] = &[
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("黄", "huang"),
    ("赵", "zhao"),
    ("吴", "wu"),
    ("周", "zhou"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("马", "ma"),
    ("朱", "zhu"),
    ("胡", "hu"),
    ("郭", "guo"),
    ("何", "he"),
    ("林", "lin"),
    ("罗", "luo"),
    ("高", "gao"),
    ("郑", "zheng"),
    ("梁", "liang"),
    ("谢", "xie"),
    ("宋", "song"),
    ("唐", "tang"),
    ("许", "xu"),
    ("韩", "han"),
    ("冯", "feng"),
    ("邓", "deng"),
    ("曹", "cao"),
    ("曾", "zeng"),
    ("单", "shan"),
    ("仇", "qiu"),
    ("解", "xie"),
    ("任", "ren"),
    ("华", "hua"),
    ("盛", "sheng"),
    ("吕", "lv"),
    ("欧阳", "ouyang"),
    ("尉迟", "yuchi"),
    ("万俟", "moqi"),
];
const GIVEN: &[(&str, &str)] = &[
    ("伟", "wei"),
    ("芳", "fang"),
    ("娜", "na"),
    ("敏", "min"),
    ("静", "jing"),
    ("丽", "li"),
    ("强", "qiang"),
    ("磊", "lei"),
    ("军", "jun"),
    ("洋", "yang"),
    ("勇", "yong"),
    ("艳", "yan"),
    ("杰", "jie"),
    ("涛", "tao"),
    ("明", "ming"),
    ("超", "chao"),
    ("秀", "xiu"),
    ("霞", "xia"),
    ("平", "ping"),
    ("刚", "gang"),
    ("桂", "gui"),
    ("英", "ying"),
    ("华", "hua"),
    ("玉", "yu"),
    ("兰", "lan"),
    ("红", "hong"),
    ("建", "jian"),
    ("国", "guo"),
    ("志", "zhi"),
    ("文", "wen"),
    ("小", "xiao"),
    ("晓", "xiao"),
    ("春", "chun"),
    ("梅", "mei"),
    ("海", "hai"),
    ("燕", "yan"),
    ("宁", "ning"),
    ("佳", "jia"),
    ("欣", "xin"),
    ("怡", "yi"),
    ("子", "zi"),
    ("涵", "han"),
    ("宇", "yu"),
    ("轩", "xuan"),
    ("浩", "hao"),
    ("然", "ran"),
    ("思", "si"),
    ("雨", "yu"),
    ("梓", "zi"),
    ("萱", "xuan"),
    ("俊", "jun"),
    ("博", "bo"),
    ("诗", "shi"),
    ("琪", "qi"),
    ("雪", "xue"),
    ("云", "yun"),
    ("峰", "feng"),
    ("龙", "long"),
    ("鹏", "peng"),
    ("飞", "fei"),
    ("丹", "dan"),
    ("萍", "ping"),
    ("鑫", "xin"),
    ("波", "bo"),
    ("斌", "bin"),
    ("凯", "kai"),
    ("乐", "le"),
    ("行", "xing"),
    ("长", "chang"),
    ("朝", "chao"),
    ("瑞", "rui"),
    ("祥", "xiang"),
    ("德", "de"),
    ("永", "yong"),
    ("立", "li"),
    ("力", "li"),
    ("利", "li"),
    ("庆", "qing"),
    ("双", "shuang"),
    ("月", "yue"),
    ("凤", "feng"),
    ("琴", "qin"),
    ("珍", "zhen"),
    ("中", "zhong"),
];
const CITIES: &[&str] = &[
    "北京", "上海", "广州", "深圳", "杭州", "南京", "成都", "重庆", "武汉", "西安", "苏州", "天津",
    "长沙", "青岛", "厦门", "宁波", "大连", "郑州", "沈阳", "合肥",
];
const BRAND: &[&str] = &[
    "明", "德", "华", "信", "天", "恒", "瑞", "泰", "鑫", "盛", "联", "创", "达", "通", "美", "康",
    "安", "宏", "源", "丰", "腾", "飞", "博", "雅", "汇", "智", "云", "海", "星", "光", "隆", "和",
];
const TRADES: &[&str] = &[
    "科技",
    "贸易",
    "电子",
    "医疗器械",
    "信息技术",
    "餐饮管理",
    "物流",
    "建筑工程",
    "文化传媒",
    "教育咨询",
];
const HOSTS: &[&str] = &[
    "qq.com",
    "163.com",
    "gmail.com",
    "outlook.com",
    "example.com",
    "example.cn",
    "sina.cn",
    "mail.example.org",
];
const TAGS: &[&str] = &[
    "重要客户",
    "老客户",
    "VIP",
    "潜在客户",
    "线上",
    "wholesale",
    "north",
    "华东区",
];
const FIRST: &[&str] = &[
    "Olivia",
    "Amelia",
    "Grace",
    "Emily",
    "Sophie",
    "Hannah",
    "Charlotte",
    "Lucy",
    "Alice",
    "Ruth",
    "Margaret",
    "Helen",
    "Susan",
    "Karen",
    "Rachel",
    "Laura",
    "Claire",
    "Fiona",
    "Priya",
    "Aisha",
    "Oliver",
    "George",
    "Harry",
    "Jack",
    "Thomas",
    "James",
    "William",
    "Daniel",
    "Samuel",
    "Peter",
    "Michael",
    "David",
    "Andrew",
    "Robert",
    "Stephen",
    "Mark",
    "Paul",
    "John",
    "Omar",
    "José",
    "Elizabeth",
    "Catherine",
    "Søren",
    "Jürgen",
    "François",
    "Łukasz",
    "Anna",
    "Maria",
    "Ivan",
    "Noah",
];
const LAST: &[&str] = &[
    "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel",
    "Núñez", "Müller", "Weiß", "García", "Nguyễn", "O'Brien", "Kowalski", "Rossi", "Dubois",
    "Jensen", "Silva",
];
const BEGIN: &[&str] = &[
    "Mac", "Hol", "Ash", "Bar", "Chen", "Dun", "Ed", "Fair", "Gold", "Hart", "Il", "Jen", "Kirk",
    "Lan", "Mor", "Nor", "Os", "Pem", "Quin", "Ros", "Stan", "Thorn", "Ul", "Ver", "Win", "York",
];
const MIDDLE: &[&str] = &[
    "", "a", "ber", "den", "er", "field", "ing", "le", "mo", "ri", "s", "ter", "wi", "o",
];
const END: &[&str] = &[
    "ley", "son", "ton", "ford", "man", "well", "worth", "berg", "stein", "ski", "ova", "elli",
    "sen", "by", "shaw",
];
const BUSINESS: &[&str] = &[
    "Trading",
    "Holdings",
    "International",
    "Systems",
    "Logistics",
    "Foods",
    "Medical",
    "Design",
];
const FORMS: &[&str] = &["Ltd", "GmbH", "Inc", "S.A.", "Co"];
