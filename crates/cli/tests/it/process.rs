//! Runs the binary and reads its lines with a limit on time.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

pub(crate) struct Stayhere {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    pub(crate) seen: Vec<String>,
}

/// The command with its arguments, in English, with a home of its own.
pub(crate) fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stayhere"));
    command.args(args).env("HOME", home).env_remove("XDG_DATA_HOME").env_remove("STAYHERE_STORE").env("LC_ALL", "en");
    command
}

/// Runs it to its end: exit status, standard output, standard error.
pub(crate) fn run(home: &Path, args: &[&str]) -> (ExitStatus, String, String) {
    let output = command(home, args).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status, text(output.stdout), text(output.stderr))
}

impl Stayhere {
    pub(crate) fn start(name: &str, home: &Path, args: &[&str]) -> Self {
        let mut command = command(home, args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        let outs: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for out in outs {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(out).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        let input = child.stdin.take();
        Self { name: name.to_owned(), child, input, lines, seen: Vec::new() }
    }

    /// Writes lines to its standard input.
    pub(crate) fn tell(&mut self, lines: &[&str]) {
        for line in lines {
            writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        }
    }

    /// Waits for a line for which `is_it` gives something.
    pub(crate) fn wait<T>(&mut self, what: &str, is_it: impl Fn(&str) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("{} never printed {what}; it printed:\n{}", self.name, self.seen.join("\n"));
            };
            let found = is_it(&line);
            self.seen.push(line);
            if let Some(found) = found {
                return found;
            }
        }
    }

    pub(crate) fn wait_line(&mut self, wanted: &str) {
        self.wait(wanted, |line| (line == wanted).then_some(()));
    }

    /// Sends SIGTERM.
    pub(crate) fn terminate(&self) {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> ExitStatus {
        drop(self.input.take());
        let end = Instant::now() + PATIENCE;
        while self
            .lines
            .recv_timeout(end.saturating_duration_since(Instant::now()))
            .map(|line| self.seen.push(line))
            .is_ok()
        {}
        self.child.wait().unwrap()
    }
}

impl Drop for Stayhere {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server on a free port, and its address.
pub(crate) fn serve(home: &Path) -> (Stayhere, String) {
    serve_with(home, &[])
}

/// The same with more arguments.
pub(crate) fn serve_with(home: &Path, more: &[&str]) -> (Stayhere, String) {
    let data = home.join("data").display().to_string();
    let mut args = vec!["serve", "--listen", "127.0.0.1:0", "--data", &data];
    args.extend(more);
    let mut server = Stayhere::start("serve", home, &args);
    let url = server.wait("its address", |line| line.strip_prefix("listening on ").map(str::to_owned));
    (server, url)
}
