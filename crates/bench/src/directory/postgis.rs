//! PostgreSQL with PostGIS, as somebody who knows both would set them up: an index for each question, prepared statements,
//! the whole table in its memory.

use std::{
    fs,
    io::Write,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use super::{
    Answered, Way,
    made::{Made, clock},
    questions::{EVENING, KM, Kind, MOST, Question},
};

/// Where Debian has its programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// Seconds for which each kind of question is asked by one, and by two.
const SECONDS: &str = "5";

pub(crate) fn measure(meetings: &[Made], asked: &[(Kind, Vec<Question>)]) -> Result<Way> {
    let server = Server::start()?;
    fs::write(server.folder.path().join("m.tsv"), rows(meetings))?;
    let began = Instant::now();
    server.sql(&format!("{SCHEMA}\\copy raw from '{}'\n{TABLE}", server.folder.path().join("m.tsv").display()))?;
    let import = began.elapsed();
    let held = server.sql("select pg_total_relation_size('m')")?.trim().parse()?;
    let mut answers = Vec::new();
    for (kind, questions) in asked {
        fs::write(server.folder.path().join("q.tsv"), questions_of(questions))?;
        let file = server.folder.path().join("q.tsv");
        server.sql(&format!("{QUESTIONS}\\copy given from '{}'\n{GIVEN}", file.display()))?;
        answers.push((*kind, server.ask(*kind, questions.len())?));
    }
    Ok(Way { name: "PostGIS", import, held, answers })
}

const SCHEMA: &str = "
create extension if not exists postgis;
create table raw(id int, name text, day smallint, start time, types text, place text, address text, region text, zone text, notes text,
    latitude float8, longitude float8);
";
/// Words by their beginnings, without a language's grammar, as our search has them.
const TABLE: &str = "
create table m as select id, name, day, start, string_to_array(types, ',') types, place, address, region, zone, notes,
    ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography g,
    to_tsvector('simple', concat_ws(' ', name, place, address, region, notes)) words from raw;
alter table m add primary key(id);
create index on m using gist(g);
create index on m using gin(types);
create index on m using gin(words);
create index on m(day, start);
vacuum analyze m;
";
const QUESTIONS: &str = "
drop table if exists given, q;
create table given(i int, latitude float8, longitude float8, day smallint, type text, word text);
";
const GIVEN: &str = "
create table q as select *, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography g from given;
alter table q add primary key(i);
vacuum analyze q;
";

/// What a page shows of a meeting, as the answer that programs get.
fn answer_of(what: &str, order: &str) -> String {
    let of = "m.id, m.name, m.day, m.start, m.types, m.place, m.address, m.region, m.zone, m.notes";
    format!("select json_agg(x) from (select {of} from m, q where {what} order by {order} limit {MOST}) x;")
}

fn condition(kind: Kind) -> (String, &'static str) {
    let common = "m.day = q.day and m.types @> array[q.type]";
    match kind {
        Kind::Near => (format!("ST_DWithin(m.g, q.g, {KM}000, false) and {common}"), "ST_Distance(m.g, q.g, false)"),
        Kind::Words => (format!("m.words @@ to_tsquery('simple', q.word || ':*') and {common}"), "m.start"),
        Kind::Evening => {
            let [from, until] = EVENING.map(clock);
            (format!("m.start >= time '{from}' and m.start < time '{until}' and {common}"), "m.start")
        }
    }
}

struct Server {
    folder: TempDir,
    port: u16,
    running: Child,
}

impl Server {
    fn start() -> Result<Self> {
        ensure!(Path::new(PROGRAMS).is_dir(), "PostgreSQL 15 with PostGIS is not installed ({PROGRAMS})");
        let folder = tempfile::Builder::new().prefix("stayhere-postgis-").tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777))?;
        let data = folder.path().join("data");
        let made = program("initdb")
            .arg("-D")
            .arg(&data)
            .args(["-U", "postgres", "-A", "trust", "--locale=C", "-E", "UTF8"])
            .output()?;
        ensure!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let running = program("postgres")
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=1GB"])
            .arg("-c")
            .arg(format!("unix_socket_directories={}", folder.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { folder, port, running };
        for _ in 0..100 {
            if server.sql("select 1").is_ok() {
                return Ok(server);
            }
            thread::sleep(Duration::from_millis(100));
        }
        bail!("PostgreSQL does not answer")
    }

    fn ours(&self, name: &str) -> Command {
        let mut command = Command::new(Path::new(PROGRAMS).join(name));
        command
            .args(["-h", "127.0.0.1", "-U", "postgres", "-p", &self.port.to_string()])
            .current_dir(self.folder.path());
        command
    }

    fn sql(&self, text: &str) -> Result<String> {
        let mut psql = self.ours("psql");
        psql.args(["-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]);
        let mut child = psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        child.stdin.take().context("no pipe")?.write_all(text.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }

    fn ask(&self, kind: Kind, questions: usize) -> Result<Answered> {
        let (what, order) = condition(kind);
        let counts = self.sql(&format!("select (select count(*) from m where {what}) from q order by i"))?;
        let found = counts.lines().map(str::parse).collect::<Result<_, _>>()?;
        let script = self.folder.path().join("ask.sql");
        let asked = answer_of(&format!("q.i = :i and {what}"), order);
        fs::write(&script, format!("\\set i random(0, {})\n{asked}\n", questions - 1))?;
        let mut answered = Answered { found, ..Answered::default() };
        self.load(&script, 1, &mut answered)?;
        let mut two = Answered::default();
        self.load(&script, 2, &mut two)?;
        answered.rate = two.rate;
        Ok(answered)
    }

    /// Every answer's time stands in a log, in microseconds.
    fn load(&self, script: &Path, askers: u32, answered: &mut Answered) -> Result<()> {
        let askers = askers.to_string();
        let mut bench = self.ours("pgbench");
        bench.args(["-n", "-M", "prepared", "-c", &askers, "-j", &askers, "-T", SECONDS, "-l", "--log-prefix=ask"]);
        let output = bench.arg("-f").arg(script).arg("postgres").output()?;
        let said = String::from_utf8(output.stdout)?;
        ensure!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        answered.rate = rate.context("pgbench told no rate")?;
        for log in self.logs()? {
            for line in fs::read_to_string(&log)?.lines() {
                let time: u64 = line.split(' ').nth(2).context("an odd log")?.parse()?;
                answered.times.add_time(Duration::from_micros(time));
            }
            fs::remove_file(log)?;
        }
        Ok(())
    }

    fn logs(&self) -> Result<Vec<PathBuf>> {
        let all = fs::read_dir(self.folder.path())?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        let is_log = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ask."));
        Ok(all.into_iter().filter(|path| is_log(path) && path.extension().is_none_or(|end| end != "sql")).collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends by itself once nobody reads its files; a failure here leaves nothing that matters.
        let _ =
            program("pg_ctl").arg("-D").arg(self.folder.path().join("data")).args(["stop", "-m", "immediate"]).output();
        let _ = self.running.wait();
    }
}

/// PostgreSQL refuses to serve as root.
fn program(name: &str) -> Command {
    let path = Path::new(PROGRAMS).join(name);
    if !rustix::process::geteuid().is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(path).current_dir("/");
    command
}

fn rows(meetings: &[Made]) -> String {
    let row = |made: &Made| {
        let (types, start) = (made.types.join(","), clock(made.start));
        format!(
            "{}\t{}\t{}\t{start}\t{types}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            made.number,
            made.name,
            made.day,
            made.place,
            made.address,
            made.region,
            made.zone,
            made.notes,
            made.latitude,
            made.longitude
        )
    };
    meetings.iter().map(row).collect()
}

fn questions_of(questions: &[Question]) -> String {
    let row = |(i, one): (usize, &Question)| {
        format!("{i}\t{}\t{}\t{}\t{}\t{}\n", one.latitude, one.longitude, one.day, one.of, one.word)
    };
    questions.iter().enumerate().map(row).collect()
}
