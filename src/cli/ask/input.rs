//! Where answers come from: keys of a terminal, or lines.

use std::io::{self, BufRead as _, Write as _};

use console::{Key, Term};

use crate::cli::terminal;

/// What was pressed or typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// A line, or a key that stands for one.
    Line(String),
    /// The answer before, or after.
    Move(i8),
    /// Nobody is there any more.
    Ended,
}

/// Where answers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Somebody at a terminal.
    Keys,
    /// Lines of a file or another program.
    Lines,
}

impl Input {
    /// What there is.
    pub(super) fn of_run() -> Self {
        match terminal::is_there() {
            true => Self::Keys,
            false => Self::Lines,
        }
    }

    /// The next line, after a prompt.
    pub(super) fn line(self, prompt: &str) -> io::Result<Typed> {
        let mut out = io::stdout().lock();
        write!(out, "{prompt}")?;
        out.flush()?;
        drop(out);
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_until(b'\n', &mut bytes)?;
        if self == Self::Lines {
            writeln!(io::stdout().lock())?;
        }
        Ok(match read {
            0 => Typed::Ended,
            _ => Typed::Line(String::from_utf8_lossy(&bytes).trim().to_owned()),
        })
    }

    /// One key where there are keys, else a line.
    pub(super) fn key(self) -> io::Result<Typed> {
        if self == Self::Lines {
            return self.line("> ");
        }
        loop {
            // The terminal is in its usual state but while this waits for a key.
            let line = match Term::stdout().read_key()? {
                Key::Char(c) if !c.is_control() => c.to_string(),
                Key::Enter => String::new(),
                Key::ArrowUp | Key::PageUp => return Ok(Typed::Move(-1)),
                Key::ArrowDown | Key::PageDown | Key::Tab => return Ok(Typed::Move(1)),
                Key::ArrowLeft | Key::Backspace => "b".into(),
                Key::Escape => "q".into(),
                Key::CtrlC => return Ok(Typed::Ended),
                _ => continue,
            };
            return Ok(Typed::Line(line));
        }
    }
}
