//! Changes that are the same across profiles, taken together, so that each is reviewed once.

use std::collections::BTreeMap;

use super::change::Kind;
use super::meaning::Meaning;

/// Profiles that changed in the same way for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What the change means for the first of them.
    pub meaning: Meaning,
    /// Their places in the list that was grouped, in order.
    pub members: Vec<usize>,
}

/// Groups changes: the most severe first, then the largest.
pub fn groups(changes: &[Meaning]) -> Vec<Group> {
    let mut found: BTreeMap<(Kind, &str), Vec<usize>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        found
            .entry((change.kind, &change.key))
            .or_default()
            .push(at);
    }
    let mut groups: Vec<Group> = found
        .into_values()
        .filter_map(|members| {
            let first = changes.get(*members.first()?)?;
            Some(Group {
                meaning: first.clone(),
                members,
            })
        })
        .collect();
    groups.sort_by_key(|group| (group.meaning.kind, std::cmp::Reverse(group.members.len())));
    groups
}
