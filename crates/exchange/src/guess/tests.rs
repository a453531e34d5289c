//! What is guessed for files as programs export them.

use super::*;
use crate::profile::tests::profile;

fn meanings(text: &str) -> Vec<Option<Meaning>> {
    guess(&profile(text).columns)
        .into_iter()
        .map(|g| g.map(|g| g.meaning))
        .collect()
}

fn check(text: &str, want: &[(usize, Meaning)]) {
    let got = meanings(text);
    for (column, meaning) in want {
        assert_eq!(got[*column], Some(*meaning), "column {column} of {text}");
    }
}

use Meaning::*;

#[test]
fn columns_of_outlook_are_known() {
    check(
        "Title,First Name,Middle Name,Last Name,Company,Department,Job Title,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Business Phone,Mobile Phone,Business Fax,E-mail Address,E-mail 2 Address,Birthday,Gender,Categories,Notes,Web Page\n\
         Mr,John,Q,Smith,Firm,Sales,Manager,Main St 5,Boston,MA,02110,USA,+1 617 555 0100,+1 617 555 0101,+1 617 555 0102,j@example.com,k@example.com,3/15/1980,Male,Red,hi,www.example.com\n",
        &[
            (1, GivenName),
            (2, MiddleName),
            (3, FamilyName),
            (4, Organisation),
            (5, Department),
            (6, Title),
            (7, Street),
            (8, City),
            (9, Region),
            (10, Postcode),
            (11, Country),
            (12, Phone),
            (13, Mobile),
            (14, Fax),
            (15, Email),
            (16, Email),
            (17, Birthday),
            (18, Gender),
            (19, Tags),
            (20, Notes),
            (21, Website),
        ],
    );
}

#[test]
fn columns_of_google_contacts_are_known() {
    let text = "Name,Given Name,Family Name,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Value,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Organization 1 - Name,Organization 1 - Title,Organization Name,Website 1 - Value\n\
         Anna M,Anna,M,1980-01-02,x,* myContacts,Work,a@b.de,Mobile,+49 170 1234567,+49 89 1234567,Weg 1,Ulm,BY,89073,DE,Firm,Head,,https://a.de\n";
    check(
        text,
        &[
            (0, Name),
            (1, GivenName),
            (2, FamilyName),
            (3, Birthday),
            (4, Notes),
            (5, Tags),
            (7, Email),
            (9, Phone),
            (10, Phone),
            (11, Street),
            (12, City),
            (13, Region),
            (14, Postcode),
            (15, Country),
            (16, Organisation),
            (17, Title),
            (19, Website),
        ],
    );
    let got = meanings(text);
    assert_eq!((got[6], got[8]), (None, None));
}

#[test]
fn columns_of_chinese_programs_are_known() {
    check(
        "姓名,账号,别名,职务,部门,性别,手机,座机,个人邮箱,企业邮箱,地址\n\
         张三,zs,小张,经理,销售部,男,13800138000,028-12345678,a@qq.com,b@firm.cn,天府大道1号\n",
        &[
            (0, Name),
            (2, Nickname),
            (3, Title),
            (4, Department),
            (5, Gender),
            (6, Mobile),
            (7, Phone),
            (8, Email),
            (9, Email),
            (10, Address),
        ],
    );
    check(
        "客户名称,企业,添加人,添加时间,客户来源,企业标签,微信号,生日,客户经理,备注,邮编,省份,城市\n\
         李四,某公司,王五,2024-01-02 10:00,扫码,VIP,lisi88,1985年4月12日,赵六,无,610000,四川,成都\n",
        &[
            (0, Name),
            (1, Organisation),
            (3, Since),
            (4, Source),
            (5, Tags),
            (6, WeChat),
            (7, Birthday),
            (8, Owner),
            (9, Notes),
            (10, Postcode),
            (11, Region),
            (12, City),
        ],
    );
    check(
        "姓,名,联系电话（必填）,QQ号\n张,三,13800138000,10001\n",
        &[(0, FamilyName), (1, GivenName), (2, Phone), (3, Qq)],
    );
}

#[test]
fn cells_speak_where_headers_do_not() {
    check(
        "a,b,c,d,e\n张三,13800138000,z@a.cn,男,1985-03-04\n李四,13900139000,l@a.cn,女,1990-01-02\n王五,+86 13700137000,w@a.cn,男,1979-12-31\n",
        &[
            (0, Name),
            (1, Phone),
            (2, Email),
            (3, Gender),
            (4, Birthday),
        ],
    );
    assert_eq!(meanings("a,b\n1,x\n2,y\n"), [None, None]);
}

#[test]
fn cells_that_contradict_their_header_win() {
    assert_eq!(
        meanings("手机,邮箱\nnone,13800138000\nnone,13900139000\n"),
        [None, Some(Phone)]
    );
    assert_eq!(meanings("姓名,x\n17,a\n18,b\n"), [None, None]);
}

#[test]
fn every_guess_has_a_score_and_a_ground() {
    let columns = profile("姓名,客户手机,x,城市\n张三,13800138000,a@b.cn,成都\n").columns;
    let got: Vec<_> = guess(&columns).into_iter().flatten().collect();
    let grounds: Vec<_> = got.iter().map(|g| (g.meaning, g.ground)).collect();
    assert_eq!(
        grounds,
        [
            (Name, Ground::Header),
            (Mobile, Ground::PartOfHeader),
            (Email, Ground::Cells),
            (City, Ground::Header),
        ]
    );
    assert!(got.iter().all(|g| g.score > 0.0 && g.score <= 1.0));
    let phone = guess(&profile("手机\n13800138000\n").columns)[0].unwrap();
    assert_eq!(phone.ground, Ground::HeaderAndCells);
    assert!(phone.score > got[0].score);
}
