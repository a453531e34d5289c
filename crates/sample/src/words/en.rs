//! English names, places and trades.

/// Women's first names.
pub(crate) const FEMALE: &[&str] = &[
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
    "Nadia",
    "Megan",
    "Joanne",
    "Eleanor",
];

/// Men's first names.
pub(crate) const MALE: &[&str] = &[
    "Oliver", "George", "Harry", "Jack", "Thomas", "James", "William", "Daniel", "Samuel", "Peter",
    "Michael", "David", "Andrew", "Robert", "Stephen", "Mark", "Paul", "Callum", "Omar", "Arjun",
    "Rhys", "Martin", "Edward", "Simon",
];

/// Surnames.
pub(crate) const SURNAMES: &[&str] = &[
    "Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Patel",
    "Wright", "Walker", "White", "Edwards", "Hughes", "Green", "Hall", "Lewis", "Harris", "Clarke",
    "Jackson", "Wood", "Turner", "Martin", "Cooper", "Hill", "Ward", "Morris", "Moore", "Clark",
    "Lee", "King", "Baker", "Harrison", "Morgan", "Allen", "Khan", "Scott", "Begum", "Murphy",
    "Ahmed", "Bennett", "Ellis", "Fisher", "Reid", "Campbell", "Fraser",
];

/// Regions, each with the beginning of telephone numbers that are kept for stories.
///
/// Those ending in `01` are American and lack two digits, the others three.
pub(crate) const REGIONS: &[(&str, &str)] = &[
    ("London", "020 7946 0"),
    ("Birmingham", "0121 496 0"),
    ("Manchester", "0161 496 0"),
    ("Leeds", "0113 496 0"),
    ("Edinburgh", "0131 496 0"),
    ("Glasgow", "0141 496 0"),
    ("Bristol", "0117 496 0"),
    ("Liverpool", "0151 496 0"),
    ("New York", "+1 212 555 01"),
    ("California", "+1 213 555 01"),
];

/// Whether the English-speaking customer of this index lives in an American region.
pub(crate) fn is_american(customer: u32) -> bool {
    customer % 10 >= 8
}

/// Names organisations give themselves.
pub(crate) const BRANDS: &[&str] = &[
    "Alderbrook",
    "Northfold",
    "Hartwell",
    "Millrace",
    "Quayside",
    "Fernhill",
    "Stonegate",
    "Larkfield",
    "Brightwater",
    "Oakmoor",
    "Redfern",
    "Silverdale",
];

/// What they do.
pub(crate) const TRADES: &[&str] = &[
    "Joinery",
    "Bakery",
    "Textiles",
    "Engineering",
    "Printing",
    "Logistics",
    "Interiors",
    "Gardens",
    "Electrical",
    "Tutors",
    "Catering",
    "Cycles",
];

/// What they are, by weight.
pub(crate) const FORMS: &[(u32, &str)] =
    &[(60, "Ltd"), (20, "& Co"), (12, "LLP"), (8, "Cooperative")];

/// Tags and how many in a thousand carry them.
pub(crate) const TAGS: &[(u32, &str)] = &[
    (110, "key account"),
    (180, "long-standing"),
    (90, "call back"),
    (70, "renewal due"),
    (40, "prefers phone"),
];
