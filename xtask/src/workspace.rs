//! Where things are: the repository's root, the target folder, the member crates and the versions
//! in Cargo.lock. Read from cargo itself, so nothing here repeats the manifests.

use crate::run;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The workspace this command was started in.
pub struct Workspace {
    /// The repository's root, where the workspace's Cargo.toml is.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    members: BTreeMap<String, Member>,
    app: Option<String>,
}

struct Member {
    folder: PathBuf,
    dependencies: BTreeSet<String>,
    has_browser_tests: bool,
}

impl Workspace {
    /// Finds the workspace around the current directory.
    ///
    /// # Errors
    /// When cargo cannot be run or the manifests do not parse.
    pub fn find() -> Result<Self> {
        let text =
            run::capture(run::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))
                .context("cargo cannot read the workspace")?;
        let meta: Value = serde_json::from_str(&text)?;
        let root = PathBuf::from(string(&meta, "workspace_root")?);
        let mut members = BTreeMap::new();
        let mut app = None;
        for package in list(&meta, "packages") {
            let name = string(package, "name")?;
            let member = Member::from_json(package)?;
            if member.folder == root {
                app = Some(name.clone());
            }
            members.insert(name, member);
        }
        Ok(Self {
            target: PathBuf::from(string(&meta, "target_directory")?),
            root,
            members,
            app,
        })
    }

    /// The name of the root package, the app.
    ///
    /// # Errors
    /// When the root Cargo.toml has no `[package]`.
    pub fn app(&self) -> Result<&str> {
        match &self.app {
            Some(name) => Ok(name),
            None => bail!("the root Cargo.toml has no [package]: there is no app to build yet"),
        }
    }

    /// The app and every member crate it uses, directly or not.
    ///
    /// # Errors
    /// When there is no app.
    pub fn app_crates(&self) -> Result<BTreeSet<&str>> {
        let mut found = BTreeSet::new();
        let mut open = vec![self.app()?];
        while let Some(name) = open.pop() {
            if let Some((name, member)) = self.members.get_key_value(name)
                && found.insert(name.as_str())
            {
                open.extend(member.dependencies.iter().map(String::as_str));
            }
        }
        Ok(found)
    }

    /// The member crates whose tests run in a browser: those that use `wasm-bindgen-test`.
    pub fn browser_tested(&self) -> Vec<&str> {
        let tested = self.members.iter().filter(|(_, m)| m.has_browser_tests);
        tested.map(|(name, _)| name.as_str()).collect()
    }

    /// The crates under `crates/` by name, and their folders.
    pub fn crates(&self) -> impl Iterator<Item = (&str, &Path)> {
        let members = self
            .members
            .iter()
            .map(|(name, member)| (name.as_str(), &*member.folder));
        members.filter(|(_, folder)| folder.parent() == Some(&self.root.join("crates")))
    }

    /// Whether a member of this name exists.
    pub fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// The version of a dependency in Cargo.lock.
    ///
    /// # Errors
    /// When Cargo.lock cannot be made or names no such package.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        if !path.exists() {
            run::check(
                run::cargo()
                    .arg("generate-lockfile")
                    .current_dir(&self.root),
            )?;
        }
        let text = std::fs::read_to_string(&path).context("Cargo.lock cannot be read")?;
        let name = format!("name = \"{package}\"");
        let mut lines = text.lines().skip_while(|line| *line != name).skip(1);
        let version = lines
            .next()
            .and_then(|line| line.strip_prefix("version = \""));
        version
            .and_then(|rest| rest.strip_suffix('"'))
            .map(str::to_owned)
            .with_context(|| format!("Cargo.lock names no `{package}`"))
    }

    /// The folder for everything xtask makes on the way: `target/candor`.
    pub fn workshop(&self) -> PathBuf {
        self.target.join("candor")
    }

    /// The app as it is served.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }
}

impl Member {
    fn from_json(package: &Value) -> Result<Self> {
        let manifest = PathBuf::from(string(package, "manifest_path")?);
        let mut dependencies = BTreeSet::new();
        let mut has_browser_tests = false;
        for dependency in list(package, "dependencies") {
            let name = string(dependency, "name")?;
            has_browser_tests |= name == "wasm-bindgen-test";
            let normal = dependency.get("kind").is_none_or(Value::is_null);
            if normal && dependency.get("path").is_some() {
                dependencies.insert(name);
            }
        }
        Ok(Self {
            folder: manifest.parent().unwrap_or(&manifest).to_owned(),
            dependencies,
            has_browser_tests,
        })
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    let found = value.get(key).and_then(Value::as_array);
    found.map_or(&[], Vec::as_slice)
}

fn string(value: &Value, key: &str) -> Result<String> {
    let found = value.get(key).and_then(Value::as_str);
    found
        .map(str::to_owned)
        .with_context(|| format!("cargo metadata has no `{key}`"))
}
