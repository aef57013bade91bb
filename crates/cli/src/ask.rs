//! The one who answers questions: a person at the keyboard, or a script at the other end of a pipe.

use std::io::{self, IsTerminal};

use tokio::task::{JoinHandle, spawn_blocking};

use crate::{Trouble, say, words::Words};

pub(crate) struct Desk<'a> {
    pub(crate) words: &'a Words,
    is_terminal: bool,
    reading: Option<JoinHandle<Option<String>>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(words: &'a Words) -> Self {
        Self { words, is_terminal: io::stdin().is_terminal() && io::stdout().is_terminal(), reading: None }
    }

    /// Somebody sits before a screen.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The next line; none at the end. Nothing is lost when it is dropped before it is ready.
    pub(crate) async fn next(&mut self) -> Option<String> {
        let reading = self.reading.get_or_insert_with(|| spawn_blocking(read_line));
        let line = reading.await.ok().flatten();
        self.reading = None;
        line
    }

    /// Asks until something is answered.
    pub(crate) async fn ask(&mut self, question: &str) -> Result<String, Trouble> {
        loop {
            self.question(question);
            let answer = self.answer().await?;
            if !answer.is_empty() {
                return Ok(answer);
            }
        }
    }

    /// Asks for something that does not show on the screen.
    pub(crate) async fn secret(&mut self, question: &str) -> Result<String, Trouble> {
        if !self.is_terminal {
            return self.ask(question).await;
        }
        say::prompt(question);
        let typed = spawn_blocking(rpassword::read_password).await;
        let ended = || Trouble(self.words.get("input-ended"));
        typed.map_err(|_| ended())?.map(|typed| typed.trim().to_owned()).map_err(|_| ended())
    }

    /// Asks until it is answered with yes or no.
    pub(crate) async fn yes(&mut self, question: &str) -> Result<bool, Trouble> {
        let (yes, no) = (self.words.get("yes"), self.words.get("no"));
        loop {
            self.question(&format!("{question} [{yes}/{no}]"));
            if let Some(answer) = judge(&self.answer().await?, &yes, &no) {
                return Ok(answer);
            }
            let values = [("yes", (&*yes).into()), ("no", (&*no).into())];
            say::line(&self.words.with("please-yes-or-no", &values));
        }
    }

    /// Who reads line by line gets the question as a line.
    fn question(&self, question: &str) {
        if self.is_terminal {
            say::prompt(question);
        } else {
            say::line(question);
        }
    }

    async fn answer(&mut self) -> Result<String, Trouble> {
        let line = self.next().await;
        line.map(|line| line.trim().to_owned()).ok_or_else(|| Trouble(self.words.get("input-ended")))
    }
}

fn judge(answer: &str, yes: &str, no: &str) -> Option<bool> {
    let answer = answer.to_lowercase();
    let means = |word: &str| answer == word || (!answer.is_empty() && word.starts_with(&answer));
    match (means(yes) || means("yes"), means(no) || means("no")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

fn read_line() -> Option<String> {
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no() {
        for (answer, expected) in [
            ("yes", Some(true)),
            ("Y", Some(true)),
            ("no", Some(false)),
            ("n", Some(false)),
            ("نعم", Some(true)),
            ("لا", Some(false)),
            ("", None),
            ("perhaps", None),
        ] {
            assert_eq!(judge(answer, "نعم", "لا"), expected, "{answer}");
        }
    }
}
