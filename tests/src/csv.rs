//! A survey result as an airline would export it, made with a known truth inside.
//!
//! Must stay true: the expectation of the overall mark given the four judgements is linear,
//! exactly, with [`TRUTH`] as its coefficients; the same arguments give the same file.

use std::fmt::Write;

/// The judgements that bear on the overall mark, and by how many points each.
pub const TRUTH: [(&str, f64); 4] = [
    ("Inflight wifi service", 0.8),
    ("Online boarding", 0.5),
    ("Seat comfort", 0.4),
    ("Cleanliness", 0.0),
];

/// The other columns that a wide file has.
const MORE: [&str; 13] = [
    "Departure convenience",
    "Online booking",
    "Gate location",
    "Food and drink",
    "Entertainment",
    "On-board service",
    "Leg room",
    "Baggage handling",
    "Check-in service",
    "Cabin crew",
    "Arrival delay",
    "Flight distance",
    "Loyalty",
];

/// A file and what is in it.
pub struct Survey {
    /// The file.
    pub text: String,
    /// Rows that can be taken.
    pub good: usize,
    /// Rows that cannot: too few cells, too many, a value too long.
    pub bad: usize,
    /// Answers in the rows that can be taken.
    pub answers: usize,
    /// Good rows with all four judgements.
    pub complete: usize,
}

/// How wide the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Twelve columns: what a test needs.
    Narrow,
    /// Twenty-five columns, as such files have them.
    Wide,
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, end: u32) -> u32 {
        (self.share() * f64::from(end)) as u32
    }
}

/// Makes a list of so many customers with twelve columns; another round says something else of
/// the same people.
pub fn customers(rows: usize, round: usize) -> String {
    const FAMILY: [&str; 12] = [
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
    ];
    const GIVEN: [&str; 16] = [
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明",
        "霞",
    ];
    let mut text = String::from(
        "客户编号,姓名,手机,邮箱,公司,职务,出生日期,成为客户日期,地区,性别,标签,备注\n",
    );
    let mut dice = Dice(7);
    for row in 0..rows {
        let mut pick = |all: &[&'static str]| {
            let at = dice.below(u32::try_from(all.len()).unwrap_or(1)) as usize;
            all.get(at).copied().unwrap_or_default()
        };
        let name = [pick(&FAMILY), pick(&GIVEN), pick(&GIVEN)].concat();
        let (sex, region) = (pick(&["男", "女"]), pick(&["成都", "上海", "北京", "广州"]));
        let (year, month) = (1940 + row % 65, 1 + row % 12);
        let _ = writeln!(
            text,
            "K{row:06},{name},138{:08},guest{row}@mail.example,公司{},职员,{year}-{month:02}-15,{}-{month:02}-01,{region},{sex},VIP;第{}批,备注{round}-{row}",
            row * 7 % 100_000_000,
            row % 500,
            2010 + row % 15,
            row % 9,
        );
    }
    text
}

/// Makes a file with so many good rows, and a few bad ones when it is narrow. A zero or a blank
/// stands for «not applicable».
pub fn survey(rows: usize, width: Width) -> Survey {
    let mut dice = Dice(20_180_101);
    let wide = width == Width::Wide;
    let mut text =
        String::from("Customer ID,Gender,Customer type,Age,Travel,Class,Departure delay");
    for (name, _) in TRUTH {
        text.push(',');
        text.push_str(name);
    }
    for name in MORE.iter().filter(|_| wide) {
        text.push(',');
        text.push_str(name);
    }
    text.push_str(",Overall satisfaction\n");
    let mut made = Survey {
        text,
        good: 0,
        bad: 0,
        answers: 0,
        complete: 0,
    };
    for row in 0..rows {
        made.row(&mut dice, row, wide);
        if !wide && row % 400 == 399 {
            made.bad_row(row);
        }
    }
    made
}

impl Survey {
    fn row(&mut self, dice: &mut Dice, row: usize, wide: bool) {
        let pick = |dice: &mut Dice, all: &[&'static str]| {
            all.get(dice.below(u32::try_from(all.len()).unwrap_or(1)) as usize)
                .copied()
                .unwrap_or_default()
        };
        let sex = pick(dice, &["Female", "Male"]);
        let loyal = pick(dice, &["Loyal Customer", "disloyal Customer"]);
        let travel = pick(dice, &["Business travel", "Personal Travel"]);
        let class = pick(dice, &["Business", "Eco", "Eco Plus"]);
        let (age, delay) = (7 + dice.below(79), dice.below(900));
        let _ = write!(
            self.text,
            "P{:06},{sex},{loyal},{age},{travel},\"{class}\",{delay}",
            row + 1
        );
        let mut expected = 1.0;
        let mut given = 0;
        let general = dice.share();
        for (_, weight) in TRUTH {
            // Correlated, as people's judgements are.
            let mark = 1 + ((0.4 * general + 0.6 * dice.share()) * 5.0).min(4.99) as u32;
            expected += weight * f64::from(mark);
            match dice.below(100) {
                0..3 => self.text.push_str(",0"),
                3..5 => self.text.push(','),
                _ => {
                    given += 1;
                    let _ = write!(self.text, ",{mark}");
                }
            }
        }
        self.complete += usize::from(given == TRUTH.len());
        for at in 0..MORE.len() * usize::from(wide) {
            let cell = if at < 10 {
                1 + dice.below(5)
            } else {
                dice.below(4000)
            };
            let _ = write!(self.text, ",{cell}");
        }
        // Rounded down after adding a uniform number: no bias, and never beyond the ends.
        let overall = (expected + dice.share() - 0.5 + dice.share()).floor();
        let _ = writeln!(self.text, ",{}", overall as u32);
        self.good += 1;
        self.answers += given + 1;
    }

    fn bad_row(&mut self, row: usize) {
        self.bad += 1;
        let _ = match row % 1200 {
            399 => writeln!(self.text, "short,Male,Loyal Customer,30"),
            799 => writeln!(
                self.text,
                "long,Male,Loyal Customer,30,x,Eco,1,1,1,1,1,5,6,7"
            ),
            _ => writeln!(
                self.text,
                "{},Male,Loyal Customer,30,Personal Travel,Eco,1,1,1,1,1,5",
                "9".repeat(300)
            ),
        };
    }
}
