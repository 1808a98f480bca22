use std::{fmt, str::FromStr};

use super::{
    discovery,
    fault::{Change, Fault, Group},
    id_token, keys, request, response, token, userinfo,
};

/// In the order in which a sign-in comes by them.
static GROUPS: [Group; 7] =
    [discovery::GROUP, keys::GROUP, request::GROUP, response::GROUP, token::GROUP, id_token::GROUP, userinfo::GROUP];

/// One way in which the practice provider can be wrong. All are off at the start.
#[derive(Clone, Copy)]
pub struct Dial {
    group: &'static Group,
    fault: &'static Fault,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no dial “{0}”: `lintel practice dials` lists them")]
pub struct UnknownDial(pub String);

impl Dial {
    /// All of them, group by group.
    pub fn all() -> impl Iterator<Item = Dial> {
        GROUPS.iter().flat_map(|group| group.faults.iter().map(move |fault| Dial { group, fault }))
    }

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.fault.name
    }

    /// The part of a provider's work that it spoils: `Token endpoint`.
    pub fn group(self) -> &'static str {
        self.group.title
    }

    pub fn title(self) -> &'static str {
        self.fault.title
    }

    pub fn description(self) -> &'static str {
        self.fault.description
    }

    pub(super) fn changes(self) -> &'static [Change] {
        self.fault.changes
    }
}

impl fmt::Debug for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dial({})", self.name())
    }
}

impl fmt::Display for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for Dial {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Dial {}

impl FromStr for Dial {
    type Err = UnknownDial;

    fn from_str(name: &str) -> Result<Self, UnknownDial> {
        Dial::all().find(|dial| dial.name() == name).ok_or_else(|| UnknownDial(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_finds_its_dial() {
        for dial in Dial::all() {
            assert_eq!(dial.name().parse(), Ok(dial));
        }
    }

    #[test]
    fn names_are_one_kind_of_word_and_told_apart() {
        let names: BTreeSet<&str> = Dial::all().map(Dial::name).collect();
        let titles: BTreeSet<&str> = Dial::all().map(Dial::title).collect();
        assert_eq!((names.len(), titles.len()), (Dial::all().count(), Dial::all().count()));
        assert!(names.len() >= 40);
        for dial in Dial::all() {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            assert!(dial.name().bytes().all(plain), "{dial}");
            assert!(dial.description().ends_with('.') && !dial.title().ends_with('.'), "{dial}");
        }
    }

    #[test]
    fn an_unknown_name_says_where_the_names_are() {
        let refused = "wrong-isuer".parse::<Dial>().expect_err("no such dial");
        assert_eq!(refused.to_string(), "there is no dial “wrong-isuer”: `lintel practice dials` lists them");
    }
}
