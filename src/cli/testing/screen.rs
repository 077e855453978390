//! A change of snapshots as it fills the terminal: what it is stays in sight, its text is paged. Reads no keys.

use unicode_width::UnicodeWidthStr as _;

use super::difference::{difference, wrapped};
use super::pending::{Pending, because};
use super::snapshots::{Shot, State};
use super::text::paint;
use crate::cli::diagnostics::Look;

/// What of a change is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct View {
    /// The snapshot among those that changed in the same way.
    pub member: usize,
    /// Whether the whole snapshot is shown, not what differs.
    pub full: bool,
    /// The first line of the text.
    pub from: usize,
}

/// A screen, and where the pages before and after it begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// The lines, at most as many as the terminal has.
    pub lines: Vec<String>,
    /// The first line of the page before.
    pub back: usize,
    /// The first line of the next page.
    pub next: usize,
}

/// One change as it fills the screen.
pub(super) fn screen(
    one: &Pending<'_>,
    place: (usize, usize),
    view: View,
    (look, rows): (Look, usize),
) -> Shown {
    let head = Head::of(one, place, (view.member, look));
    let shot = one.shots.get(view.member);
    let body = shot.map_or_else(Vec::new, |shot| body(shot, view.full, look));
    let is_group = one.shots.len() > 1;
    let keys = |paged: bool| {
        let short = look.width < FULL_KEYS || rows < FULL_ROWS;
        keys(view.full, is_group, (paged, short), look.width)
    };
    let mut shown = fit(head, body, keys, (look.width, rows, view.from));
    if let Some(first) = shown.lines.first_mut() {
        *first = paint(look, "1", first);
    }
    shown
}

/// Columns and rows below which keys are named in short.
const FULL_KEYS: usize = 60;
const FULL_ROWS: usize = 12;

/// What each key does, in lines.
fn keys(full: bool, is_group: bool, (paged, short): (bool, bool), width: usize) -> Vec<String> {
    let other = if full { "d difference" } else { "d full text" };
    let mut all = match short {
        true => vec!["a r s", "A R S all", "d text"],
        false => vec![
            "a accept",
            "r reject",
            "s skip",
            "A R S all remaining",
            other,
        ],
    };
    if is_group {
        all.push("n next profile");
    }
    if paged {
        all.push("space more");
        if !short {
            all.push("b back");
        }
    }
    all.push("q quit");
    let mut lines: Vec<String> = Vec::new();
    for key in all {
        match lines.last_mut() {
            Some(line) if line.len().saturating_add(key.len()).saturating_add(2) <= width => {
                line.push_str("  ");
                line.push_str(key);
            }
            _ => lines.push(key.to_owned()),
        }
    }
    lines
}

/// What stays in sight while the text is paged.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    title: String,
    headline: Vec<String>,
    causes: Vec<String>,
    names: Vec<String>,
}

impl Head {
    fn of(one: &Pending<'_>, (at, all): (usize, usize), (member, look): (usize, Look)) -> Self {
        // The first is told by what all have in common, each further one by its own figures.
        let own = match one.shots.get(member).map(|shot| &shot.state) {
            Some(State::Changed(_, meaning)) if member > 0 => Some((
                &meaning.headline,
                because(&meaning.causes, meaning.unknown).collect(),
            )),
            _ => None,
        };
        let (headline, causes): (_, Vec<String>) =
            own.unwrap_or_else(|| (&one.headline, one.because().collect()));
        let shown = one.shots.get(member).filter(|_| one.shots.len() > 1);
        let names = match shown {
            Some(shot) => format!(
                "  shown: {}, {} of {} ({})",
                shot.profile,
                member.saturating_add(1),
                one.shots.len(),
                one.names()
            ),
            None => format!("  {}", one.names()),
        };
        Self {
            title: format!("Reviewing {at} of {all}"),
            headline: lines(headline, look.width, 0),
            causes: causes
                .iter()
                .flat_map(|cause| lines(&format!("  {cause}"), look.width, 4))
                .collect(),
            names: lines(&names, look.width, 4),
        }
    }

    fn lines(self) -> Vec<String> {
        let mut all = vec![self.title];
        all.extend(self.headline);
        all.extend(self.causes);
        all.extend(self.names);
        all
    }

    /// The same in at most so many lines, something of each part.
    fn within(self, most: usize, width: usize) -> Vec<String> {
        let rest = most.saturating_sub(1);
        let names = clipped(self.names, rest / 3, width);
        let rest = rest.saturating_sub(names.len());
        let causes = clipped(self.causes, rest / 2, width);
        let rest = rest.saturating_sub(causes.len());
        Self {
            title: self.title,
            headline: clipped(self.headline, rest, width),
            causes,
            names,
        }
        .lines()
    }
}

/// The first lines, at least one where there are any; a sign stands for the others.
fn clipped(lines: Vec<String>, most: usize, width: usize) -> Vec<String> {
    let most = most.max(1);
    if lines.len() <= most {
        return lines;
    }
    let mut kept: Vec<String> = lines.into_iter().take(most).collect();
    if let Some(last) = kept.last_mut() {
        while last.width().saturating_add(2) > width && last.pop().is_some() {}
        last.push_str(" …");
    }
    kept
}

/// The least of the text that is shown beneath the head.
const LEAST_TEXT: usize = 3;

/// The lines of a screen of so many rows. The head stays; where not even that fits, it is cut, and is paged in full.
fn fit(
    head: Head,
    body: Vec<String>,
    keys: impl Fn(bool) -> Vec<String>,
    (width, rows, from): (usize, usize, usize),
) -> Shown {
    // The cursor waits in the last row.
    let room = rows.saturating_sub(1);
    let whole = head.clone().lines();
    let foot = keys(false);
    let needed = whole
        .len()
        .saturating_add(body.len())
        .saturating_add(foot.len());
    if needed.saturating_add(2) <= room {
        let parts = [whole, vec![String::new()], body, vec![String::new()], foot];
        return Shown {
            lines: parts.concat(),
            back: 0,
            next: 0,
        };
    }
    let foot = keys(true);
    let room = room.saturating_sub(foot.len()).saturating_sub(1);
    let most = room
        .saturating_sub(LEAST_TEXT)
        .max(room / 2)
        .max(room.min(HEAD));
    let (head, text) = match whole.len() <= most {
        true => (whole, body),
        false => {
            let text = [whole, vec![String::new()], body].concat();
            (head.within(most, width), text)
        }
    };
    let window = room.saturating_sub(head.len()).max(1);
    let last = text.len().saturating_sub(window);
    let from = from.min(last);
    let to = from.saturating_add(window).min(text.len());
    let place = format!("lines {} to {to} of {}", from.saturating_add(1), text.len());
    let page = text.into_iter().skip(from).take(window).collect();
    Shown {
        lines: [head, page, vec![place], foot].concat(),
        back: from.saturating_sub(window),
        next: to.min(last),
    }
}

/// The least lines of a head: a title, and a line of each part.
const HEAD: usize = 4;

/// The snapshot as a whole, or what differs from the accepted one.
fn body(shot: &Shot, full: bool, look: Look) -> Vec<String> {
    let text = match &shot.state {
        State::Changed(old, _) if !full => difference(old, &shot.new.content, look),
        _ => {
            let content = shot.new.content.lines();
            content.map(|line| wrapped(line, look.width, 8)).collect()
        }
    };
    text.lines().map(str::to_owned).collect()
}

fn lines(text: &str, width: usize, indent: usize) -> Vec<String> {
    let text = wrapped(text, width, indent);
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Head, Shown, fit};

    fn numbered(word: &str, count: usize) -> Vec<String> {
        (1..=count).map(|at| format!("{word} {at}")).collect()
    }

    /// A screen of so many rows, of a head with parts of so many lines and a text of 20 lines.
    fn shown(rows: usize, parts: usize, from: usize) -> Shown {
        let head = Head {
            title: "title".into(),
            headline: numbered("headline", parts),
            causes: numbered("cause", parts),
            names: numbered("name", parts),
        };
        let keys = |paged| vec![if paged { "more" } else { "all" }.to_owned()];
        fit(head, numbered("text", 20), keys, (40, rows, from))
    }

    #[test]
    fn every_screen_has_its_head_and_fits() {
        for rows in 8..60 {
            for parts in 1..6 {
                for from in [0, 5, 1000] {
                    let shown = shown(rows, parts, from);
                    assert!(shown.lines.len() < rows, "{rows} {parts} {shown:?}");
                    for line in ["title", "headline 1", "cause 1", "name 1"] {
                        let here = |one: &String| one.starts_with(line);
                        assert!(shown.lines.iter().any(here), "{rows} {parts} {shown:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn paging_shows_every_line() {
        for rows in [8, 10, 20, 24] {
            for parts in [1, 3, 5] {
                let mut seen: Vec<String> = Vec::new();
                let (mut from, mut ended) = (0, false);
                while !ended {
                    let shown = shown(rows, parts, from);
                    ended = shown.next <= from;
                    from = shown.next;
                    seen.extend(shown.lines);
                }
                for line in numbered("text", 20) {
                    assert!(seen.contains(&line), "{rows} {parts}: {line}");
                }
                let last = format!("cause {parts}");
                assert!(seen.contains(&last), "{rows} {parts}: {last}");
            }
        }
    }
}
