//! A backend in memory: for tests, and where there is no browser.

use crate::{Area, Backend, Numbered, Step, StoreError, Write};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Bytes that are gone with the process.
#[derive(Debug, Default)]
pub struct Memory {
    kept: RefCell<Kept>,
}

/// Everything in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Kept {
    numbered: BTreeMap<(Area, u32), Vec<u8>>,
    named: BTreeMap<(Area, String), Vec<u8>>,
}

impl Kept {
    fn step(&mut self, step: Step) {
        match step {
            Step::Put(area, number, bytes) => {
                self.numbered.insert((area, number), bytes);
            }
            Step::PutNamed(area, name, bytes) => {
                self.named.insert((area, name), bytes);
            }
            Step::Remove(area, from, to) => {
                let gone = |a: &Area, n: &u32| *a == area && (from..=to).contains(n);
                self.numbered.retain(|(a, n), _| !gone(a, n));
            }
            Step::RemoveNamed(area, name) => {
                self.named.remove(&(area, name));
            }
        }
    }
}

impl Memory {
    /// All bytes one after another, to look for what must not be there.
    pub fn dump(&self) -> Vec<u8> {
        let kept = self.kept.borrow();
        let all = kept.numbered.values().chain(kept.named.values());
        all.flatten().copied().collect()
    }

    /// A copy as it stands: what a killed process would leave.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            kept: RefCell::new(self.kept.borrow().clone()),
        }
    }

    /// Alters the bytes under a number, as a broken disk or an attacker would.
    pub fn tamper(&self, area: Area, number: u32, alter: impl FnOnce(&mut Vec<u8>)) {
        if let Some(bytes) = self.kept.borrow_mut().numbered.get_mut(&(area, number)) {
            alter(bytes);
        }
    }

    /// Does a step unasked, as a broken disk or an attacker would.
    pub fn force(&self, step: Step) {
        self.kept.borrow_mut().step(step);
    }
}

impl Backend for Memory {
    async fn write(&self, write: Write) -> Result<(), StoreError> {
        let mut kept = self.kept.borrow_mut();
        let log = (Area::Log, 0)..=(Area::Log, u32::MAX);
        let end = kept
            .numbered
            .range(log)
            .next_back()
            .map_or(0, |((_, n), _)| *n);
        if write.next.is_some_and(|next| next != end.saturating_add(1)) {
            return Err(StoreError::Behind);
        }
        if let Some((area, name, bytes)) = write.upon
            && kept.named.get(&(area, name)) != Some(&bytes)
        {
            return Err(StoreError::Behind);
        }
        for step in write.steps {
            kept.step(step);
        }
        Ok(())
    }

    async fn read(&self, area: Area, from: u32, to: u32) -> Result<Vec<Numbered>, StoreError> {
        if from > to {
            return Ok(Vec::new());
        }
        let kept = self.kept.borrow();
        let all = kept.numbered.range((area, from)..=(area, to));
        Ok(all.map(|((_, n), bytes)| (*n, bytes.clone())).collect())
    }

    async fn numbers(&self, area: Area) -> Result<Vec<u32>, StoreError> {
        let kept = self.kept.borrow();
        let all = kept.numbered.range((area, 0)..=(area, u32::MAX));
        Ok(all.map(|((_, n), _)| *n).collect())
    }

    async fn get(&self, area: Area, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let key = (area, name.to_owned());
        Ok(self.kept.borrow().named.get(&key).cloned())
    }

    async fn names(&self, area: Area) -> Result<Vec<String>, StoreError> {
        let kept = self.kept.borrow();
        let all = kept.named.keys().filter(|(a, _)| *a == area);
        Ok(all.map(|(_, name)| name.clone()).collect())
    }

    fn close(&self) {}
}
