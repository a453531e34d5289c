//! What is suggested for files as they come.

use super::*;
use crate::Plan;
use crate::profile::tests::profile;
use model::{FieldNo, customer};

fn suggestion(text: &str) -> Vec<Use> {
    suggest(&profile(text).columns)
}

fn check(text: &str, want: &[Use]) {
    assert_eq!(suggestion(text), want, "{text}");
}

fn item(low: f64, high: f64, missing: &[&str]) -> Use {
    Use::Item(Item {
        low,
        high,
        missing: missing.iter().map(|m| (*m).to_owned()).collect(),
        outcome: false,
    })
}

fn outcome(yes: &str) -> Use {
    Use::YesNo(YesNoItem {
        yes: yes.into(),
        missing: Vec::new(),
        outcome: true,
    })
}

/// A column of these values under this header.
fn column(header: &str, values: &[&str]) -> Use {
    let mut text = format!("{header},pad\n");
    for value in values {
        text.push_str(&format!("{value},\n"));
    }
    suggestion(&text).swap_remove(0)
}

#[test]
fn a_survey_of_passengers_comes_out_as_items_outcome_and_tags() {
    let text = "\
,id,Gender,Customer Type,Age,Type of Travel,Class,Flight Distance,Wifi service,Gate location,Food,Departure Delay in Minutes,Arrival Delay in Minutes,satisfaction
0,501,Female,Loyal Customer,52,Business travel,Eco,160,5,4,3,50,44.0,satisfied
1,502,Male,Loyal Customer,36,Business travel,Business,2863,1,1,0,0,0.0,satisfied
2,503,Male,disloyal Customer,20,Personal Travel,Eco,192,0,2,2,0,0.0,neutral or dissatisfied
3,504,Female,Loyal Customer,44,Business travel,Eco Plus,3377,4,3,5,0,6.0,satisfied
4,505,Female,Loyal Customer,49,Personal Travel,Eco,1182,2,5,4,0,,neutral or dissatisfied
5,506,Male,disloyal Customer,16,Business travel,Eco,311,3,3,1,3,20.0,neutral or dissatisfied
";
    let tag = || Use::Tag {
        prefix: String::new(),
    };
    check(
        text,
        &[
            Use::Ignore,
            Use::Field(customer::NUMBER),
            Use::Field(customer::SEX),
            tag(),
            Use::Ignore,
            tag(),
            tag(),
            Use::Ignore,
            item(1.0, 5.0, &["0"]),
            item(1.0, 5.0, &[]),
            item(1.0, 5.0, &["0"]),
            Use::Ignore,
            Use::Ignore,
            outcome("satisfied"),
        ],
    );
    let columns = suggestion(text);
    assert_eq!(Plan { columns }.check(), Ok(()));
}

#[test]
fn headers_are_known_in_both_languages() {
    let cases: &[(FieldNo, &[&str], &str)] = &[
        (
            customer::NAME,
            &[
                "姓名",
                "客户名称",
                "Name",
                "Full Name",
                "customer",
                "姓名或名称",
            ],
            "张三",
        ),
        (
            customer::PHONE,
            &["手机", "电话", "phone", "Mobile", "tel", "手机号（必填）"],
            "13800138000",
        ),
        (
            customer::EMAIL,
            &["邮箱", "E-mail", "email", "电子邮箱"],
            "a@b.cn",
        ),
        (
            customer::REGION,
            &["地区", "城市", "Region", "City"],
            "成都",
        ),
        (customer::SEX, &["性别", "Gender", "sex"], "男"),
        (
            customer::BIRTH_YEAR,
            &["出生年份", "Birth Year", "birth_year"],
            "1985",
        ),
        (
            customer::SINCE,
            &["注册日期", "Customer since", "since"],
            "2019-05-01",
        ),
        (
            customer::NUMBER,
            &["id", "编号", "Customer No.", "客户编号"],
            "A-17",
        ),
        (customer::NOTES, &["备注", "Notes"], "喜欢喝茶"),
        (customer::TAGS, &["标签", "Tags"], "VIP;老客户"),
        (customer::KIND, &["类型", "Kind", "客户类型"], "个人"),
        (customer::ACQUIRED, &["获客渠道", "来源"], "微信"),
    ];
    for (no, headers, value) in cases {
        for header in *headers {
            assert_eq!(column(header, &[value]), Use::Field(*no), "{header}");
        }
    }
    assert_eq!(column("填写时间", &["2024-01-02 10:00"]), Use::Taken);
}

#[test]
fn numbers_and_addresses_are_known_without_a_header() {
    let used = suggestion("x,y,z\na,13800138000,a@b.cn\nb,13900139000,c@d.cn\n");
    let fields = [customer::PHONE, customer::EMAIL].map(Use::Field);
    assert_eq!(used[1..], fields);
}

#[test]
fn a_field_is_given_once_and_to_the_clearest_header() {
    let used = suggestion("id,客户编号,电话,手机\n1,A7,12345,67890\n");
    assert_eq!(
        used,
        [
            Use::Ignore,
            Use::Field(customer::NUMBER),
            Use::Field(customer::PHONE),
            Use::Ignore
        ]
    );
}

#[test]
fn a_field_that_would_refuse_the_values_is_not_suggested() {
    for (header, value) in [
        ("phone", "none of your business"),
        ("gender", "17"),
        ("birth year", "85"),
        ("since", "a while ago"),
        ("name", ""),
    ] {
        assert_eq!(column(header, &[value]), Use::Ignore, "{header}");
    }
}

#[test]
fn scales_are_told_from_counts() {
    let zeros = ["0"; 9];
    for (header, values, want) in [
        ("q", &["1", "3", "5"][..], item(1.0, 5.0, &[])),
        ("q", &["0", "1", "5", "5"], item(1.0, 5.0, &["0"])),
        ("q", &["1.0", "2.0", "4.0"], item(1.0, 5.0, &[])),
        ("q", &["1", "2", "7"], item(1.0, 7.0, &[])),
        ("q", &["0", "2", "10"], item(0.0, 10.0, &[])),
        ("q", &["3", "8", "9"], item(0.0, 10.0, &[])),
        ("q", &["N/A", "3", "4", "5"], item(1.0, 5.0, &["N/A"])),
        ("q", &["1", "2", "11"], Use::Ignore),
        ("q", &["-1", "2", "5"], Use::Ignore),
        ("q", &["1.5", "2", "5"], Use::Ignore),
        ("q", &["1", "2"], Use::Ignore),
        ("number of visits", &["1", "2", "3"], Use::Ignore),
        ("季度", &["1", "2", "3"], Use::Ignore),
        ("", &["1", "2", "3"], Use::Ignore),
    ] {
        assert_eq!(column(header, values), want, "{header} {values:?}");
    }
    let counts = [&zeros[..], &["1", "3", "5"]].concat();
    assert_eq!(column("complaints", &counts), Use::Ignore);
}

#[test]
fn the_satisfied_value_is_found() {
    for (header, values, want) in [
        (
            "satisfaction",
            ["neutral or dissatisfied", "satisfied"],
            outcome("satisfied"),
        ),
        ("Satisfied?", ["no", "Yes"], outcome("Yes")),
        ("是否满意", ["不满意", "满意"], outcome("满意")),
        ("满意", ["否", "是"], outcome("是")),
        ("satisfied", ["0", "1"], outcome("1")),
        (
            "satisfaction",
            ["Dissatisfied", "Satisfied"],
            outcome("Satisfied"),
        ),
    ] {
        assert_eq!(column(header, &values), want, "{header}");
    }
    let two = suggestion("满意,satisfied\n是,yes\n否,no\n");
    let outcomes = two
        .iter()
        .filter(|u| matches!(u, Use::YesNo(y) if y.outcome));
    assert_eq!(outcomes.count(), 1);
    let overall = column("总体满意度", &["3", "4", "5"]);
    assert!(matches!(overall, Use::Item(item) if item.outcome));
}

#[test]
fn few_repeated_texts_are_tags_and_bare_values_keep_their_header() {
    let tag = |prefix: &str| Use::Tag {
        prefix: prefix.into(),
    };
    assert_eq!(column("Class", &["Eco", "Eco", "Business"]), tag(""));
    assert_eq!(
        column("Vegetarian", &["yes", "no", "no"]),
        tag("Vegetarian: ")
    );
    assert_eq!(column("Grade", &["A", "B", "B"]), tag("Grade: "));
    assert_eq!(column("Street", &["High", "Low", "Main"]), Use::Ignore);
    let long = "x".repeat(70);
    assert_eq!(column("Essay", &[&long, &long]), Use::Ignore);
}
