//! Names and addresses that a file holds in parts, put together as people write them: Chinese
//! ones without spaces and from the large to the small, others the way an envelope has them.

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamePart {
    /// The family name.
    Family,
    /// The given name.
    Given,
    /// Names between.
    Middle,
}

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressPart {
    /// Country.
    Country,
    /// Province, state or region.
    Region,
    /// City.
    City,
    /// Street and number.
    Street,
    /// Postal code.
    Postcode,
}

/// The parts of a name, as met.
#[derive(Debug, Default)]
pub(super) struct Named<'a>([&'a str; 3]);

impl<'a> Named<'a> {
    pub fn put(&mut self, part: NamePart, text: &'a str) {
        if let Some(slot) = self.0.get_mut(part as usize) {
            *slot = text;
        }
    }

    pub fn whole(&self) -> Option<String> {
        let [family, given, middle] = self.0;
        if [family, given, middle].iter().all(|part| part.is_empty()) {
            return None;
        }
        if is_chinese(family) || is_chinese(given) {
            return Some([family, middle, given].concat());
        }
        Some(join(&[given, middle, family], " "))
    }
}

/// The parts of an address, as met, and the first column that has one.
#[derive(Debug, Default)]
pub(super) struct Addressed<'a>([&'a str; 5], Option<usize>);

impl<'a> Addressed<'a> {
    pub fn put(&mut self, part: AddressPart, text: &'a str, column: usize) {
        if let Some(slot) = self.0.get_mut(part as usize) {
            *slot = text;
            self.1.get_or_insert(column);
        }
    }

    pub fn whole(&self) -> Option<(String, usize)> {
        let column = self.1?;
        let [country, region, city, street, postcode] = self.0;
        let whole = if is_chinese(street) || is_chinese(city) || is_chinese(region) {
            // A municipality is its own province.
            let city = if city == region { "" } else { city };
            join(&[&[country, region, city, street].concat(), postcode], " ")
        } else {
            let place = join(&[postcode, city], " ");
            join(&[street, &place, region, country], ", ")
        };
        Some((whole, column))
    }
}

fn join(parts: &[&str], between: &str) -> String {
    let filled: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    filled.join(between)
}

fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{3400}'..='\u{9FFF}').contains(&c) || c > '\u{20000}')
}
