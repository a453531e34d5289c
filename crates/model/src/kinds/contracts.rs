//! Contracts: a register that is nothing but this description.

use super::{c, l};
use crate::{Choice, Class, Field, FieldNo, FieldType, Kind, KindNo, Purpose};

const SORTS: &[Choice] = &[
    c("service", "服务", "Service"),
    c("supply", "供货", "Supply"),
    c("lease", "租赁", "Lease"),
    c("framework", "框架协议", "Framework"),
];
const STATES: &[Choice] = &[
    c("draft", "起草中", "Draft"),
    c("active", "履行中", "Active"),
    c("ended", "已到期", "Ended"),
    c("cancelled", "已解除", "Cancelled"),
];
const DUTIES: &[Choice] = &[
    c("confidential", "保密", "Confidentiality"),
    c("warranty", "质保", "Warranty"),
    c("training", "培训", "Training"),
];

register!(
    /// What was agreed with a customer in writing.
    CONTRACT, contract, 20, "contract", "合同", "Contract", "合同", "Contracts", {
    1 TITLE "title", "标题", "Title", FieldType::Text, Internal, Service, required;
    2 CUSTOMER "customer", "客户", "Customer", FieldType::Ref(KindNo(1)), Personal, Service, required;
    3 NUMBER "number", "合同编号", "Contract number", FieldType::Text, Internal, Operation;
    4 SORT "sort", "类型", "Sort", FieldType::Choice(SORTS), Internal, Service;
    5 STATE "state", "状态", "State", FieldType::Choice(STATES), Internal, Service, required;
    6 AMOUNT "amount", "金额", "Amount", FieldType::Money, Internal, Service;
    7 SIGNED "signed", "签订日期", "Signed on", FieldType::Date, Internal, Service;
    8 BEGINS "begins", "生效日期", "Begins on", FieldType::Date, Internal, Service;
    9 ENDS "ends", "到期日期", "Ends on", FieldType::Date, Internal, Service;
    10 RENEWS "renews", "自动续期", "Renews by itself", FieldType::Flag, Internal, Service;
    11 SIGNATORY "signatory", "对方签署人", "Signed by", FieldType::Text, Personal, Accountability;
    12 PHONE "phone", "联系电话", "Phone", FieldType::Phone, Personal, Contact;
    13 ACCOUNT "account", "收款账号", "Bank account", FieldType::Text, Sensitive, Service;
    14 DUTIES "duties", "约定义务", "Duties", FieldType::Choices(DUTIES), Internal, Service;
    15 OWNER "owner", "负责人", "Owner", FieldType::Ref(KindNo(2)), Internal, Operation;
    16 TAGS "tags", "标签", "Tags", FieldType::Tags, Internal, Service;
    17 NOTES "notes", "备注", "Notes", FieldType::LongText, Personal, Service;
} title TITLE columns [CUSTOMER STATE AMOUNT ENDS OWNER] when SIGNED of CUSTOMER);
