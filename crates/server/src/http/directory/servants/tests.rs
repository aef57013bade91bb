//! The desk, as browsers use it.

use axum::{body::Body, http::Request};
use directory::{Listing, Source, model::SourceKind, own::source};
use directory_store::{DirectoryStore, KeyHash, OwnStore, Servant};
use wire::{Day, Millis};

use crate::testing::World;

const AMAL: &str = "aaaa-1111";
const BADR: &str = "bbbb-2222";
const CARA: &str = "cccc-3333";
/// What a browser sends for a meeting that lacks nothing.
const TEA: &str = "name=Tea+and+talk&attendance=online&status=runs&zone=Africa/Cairo&link=example.org/tea&problem=alcohol\
    &time0-rhythm=weekly&time0-day=mon&time0-from=19:00&time0-until=20:00&rows=1";

/// A server with a list of its own: Amal enters, Badr and Cara review.
async fn world() -> World {
    let world = World::listing().await;
    let store = world.directory_store();
    let list = Source { name: "Bridge".to_owned(), ..Source::unnamed(SourceKind::Own, "Africa/Cairo") };
    let part = Listing { sources: [(source(), list)].into(), ..Listing::default() };
    store.put_source(source(), part, Millis(1)).await.unwrap();
    for (name, key) in [("Amal", AMAL), ("Badr", BADR), ("Cara", CARA)] {
        let servant = Servant { key: KeyHash::of(key), reviews: name != "Amal", since: Day(20_000) };
        assert!(store.add_servant(name.to_owned(), servant).await.unwrap());
    }
    world.look().await;
    world
}

struct Answered {
    status: u16,
    to: String,
    cookie: String,
    page: String,
}

async fn send(world: &World, request: Request<Body>) -> Answered {
    let (status, headers, body) = world.raw(request).await;
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let page = String::from_utf8(body.to_vec()).unwrap().replace(['\u{2068}', '\u{2069}'], "");
    Answered { status: status.as_u16(), to: header("location"), cookie: header("set-cookie"), page }
}

fn with_key(request: axum::http::request::Builder, key: &str) -> axum::http::request::Builder {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    request.header("cookie", format!("other=1; stayhere-servant={plain}")).header("host", "here.example")
}

async fn get(world: &World, key: &str, path: &str) -> Answered {
    send(world, with_key(Request::get(path), key).body(Body::empty()).unwrap()).await
}

async fn post(world: &World, key: &str, path: &str, form: &str) -> Answered {
    let request = with_key(Request::post(path), key).header("sec-fetch-site", "same-origin");
    send(world, request.body(Body::from(form.to_owned())).unwrap()).await
}

/// The number in the first address of this kind on a page.
fn number<'a>(page: &'a str, before: &str) -> &'a str {
    let rest = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}")).1;
    rest.split(['"', '?', '/']).next().unwrap()
}

/// What a hidden field of the page holds.
fn held<'a>(page: &'a str, name: &str) -> &'a str {
    number(page, &format!("name=\"{name}\" value=\""))
}

async fn found(world: &World) -> bool {
    let asked = Request::get("/feeds/meetings.json").body(Body::empty()).unwrap();
    send(world, asked).await.page.contains("Tea and talk")
}

#[tokio::test]
async fn a_key_opens_the_desk_and_leaving_closes_it() {
    let world = world().await;
    let door = send(&world, Request::get("/servants").body(Body::empty()).unwrap()).await;
    assert!(door.status == 200 && door.page.contains("name=\"key\""), "{}", door.page);
    assert!(door.cookie.is_empty(), "who only looks gets none");
    let enter = |key: &str, host: &str| {
        Request::post("/servants/enter").header("host", host).body(Body::from(format!("key={key}"))).unwrap()
    };
    let wrong = send(&world, enter("dddd", "here.example")).await;
    assert!(wrong.status == 403 && wrong.cookie.is_empty() && wrong.page.contains("opens nothing"));
    let right = send(&world, enter("+AAAA+1111", "here.example")).await;
    assert_eq!((right.status, right.to.as_str()), (303, "/servants?in=1"));
    let kept = "stayhere-servant=AAAA1111; Path=/servants; Max-Age=43200; HttpOnly; SameSite=Lax; Secure";
    assert_eq!(right.cookie, kept);
    let lost = send(&world, Request::get("/servants?lang=en&in=1").body(Body::empty()).unwrap()).await;
    assert!(lost.status == 403 && lost.page.contains("did not keep it"), "{}", lost.page);
    assert!(!send(&world, enter("aaaa1111", "127.0.0.1:8080")).await.cookie.contains("Secure"), "no TLS to be had");
    let desk = get(&world, "AAAA1111", "/servants").await;
    assert!(desk.status == 200 && desk.page.contains("You are Amal.") && desk.page.contains("Bridge"));
    assert_eq!(get(&world, "aaaa-1112", "/servants").await.status, 403, "a key that was taken back");
    let left = post(&world, AMAL, "/servants/leave", "").await;
    assert!(left.status == 303 && left.cookie.starts_with("stayhere-servant=; Path=/servants; Max-Age=0;"));
    let unknown = send(&world, Request::post("/servants/new").body(Body::from(TEA)).unwrap()).await;
    assert!(unknown.page.contains("still stands there"));
    assert!(unknown.status == 403 && world.directory_store().proposals().await.unwrap().is_empty());
}

#[tokio::test]
async fn without_a_list_of_its_own_a_server_has_no_desk() {
    for world in [World::new(), World::listing().await] {
        for path in ["/servants", "/servants/new", "/servants/meeting/1", "/servants/review/1"] {
            assert_eq!(get(&world, AMAL, path).await.status, 404, "{path}");
        }
        assert_eq!(post(&world, AMAL, "/servants/enter", "key=a").await.status, 404);
    }
}

#[tokio::test]
async fn what_one_enters_another_lists() {
    let world = world().await;
    let sent = post(&world, AMAL, "/servants/new?lang=ar", TEA).await;
    assert_eq!((sent.status, sent.to.as_str()), (303, "/servants?lang=ar"));
    assert!(!found(&world).await, "nobody else sees it yet");
    let desk = get(&world, AMAL, "/servants").await.page;
    let id = number(&desk, "/servants/meeting/").to_owned();
    assert!(desk.contains("New: Tea and talk") && desk.contains("Waiting for somebody"), "{desk}");
    assert!(get(&world, AMAL, &format!("/servants/meeting/{id}")).await.page.contains("value=\"Tea and talk\""));

    assert_eq!(get(&world, AMAL, &format!("/servants/review/{id}")).await.status, 409, "Amal does not review");
    let desk = get(&world, BADR, "/servants").await.page;
    assert!(desk.contains("To look at") && desk.contains("From Amal"), "{desk}");
    let review = get(&world, BADR, &format!("/servants/review/{id}")).await.page;
    for told in ["Tea and talk", "online", "Every week on Monday, 19:00 to 20:00 (Africa/Cairo)", "alcohol"] {
        assert!(review.contains(told), "{told}: {review}");
    }
    assert!(review.contains("certain providers"), "what the apps will do: {review}");
    let at = held(&review, "at").to_owned();
    let listed = post(&world, BADR, &format!("/servants/review/{id}/grant"), &format!("at={at}")).await;
    assert_eq!((listed.status, listed.to.as_str()), (303, "/servants"));
    assert!(found(&world).await, "at once");
    let page = send(&world, Request::get("/meeting/tea-and-talk").body(Body::empty()).unwrap()).await.page;
    assert!(page.contains("Listed by") && page.contains("Bridge"), "{page}");
    let again = post(&world, CARA, &format!("/servants/review/{id}/grant"), &format!("at={at}")).await;
    assert_eq!(again.status, 409, "it is decided");
}

#[tokio::test]
async fn nobody_lists_what_they_entered_themselves() {
    let world = world().await;
    post(&world, BADR, "/servants/new", TEA).await;
    let desk = get(&world, BADR, "/servants").await.page;
    let id = number(&desk, "/servants/meeting/").to_owned();
    assert!(!desk.contains("To look at"), "{desk}");
    let review = get(&world, CARA, &format!("/servants/review/{id}")).await.page;
    let at = held(&review, "at");
    let own = post(&world, BADR, &format!("/servants/review/{id}/grant"), &format!("at={at}")).await;
    assert_eq!(own.status, 409);
    assert_eq!(post(&world, AMAL, &format!("/servants/review/{id}/grant"), &format!("at={at}")).await.status, 409);
    assert!(!found(&world).await);
}

#[tokio::test]
async fn what_comes_back_is_mended_and_who_decides_saw_it() {
    let world = world().await;
    post(&world, AMAL, "/servants/new", TEA).await;
    let id = number(&get(&world, AMAL, "/servants").await.page, "/servants/meeting/").to_owned();
    let (meeting, review) = (format!("/servants/meeting/{id}"), format!("/servants/review/{id}"));
    let seen = held(&get(&world, BADR, &review).await.page, "at").to_owned();
    let silent = post(&world, BADR, &format!("{review}/return"), &format!("at={seen}&why=+")).await;
    assert!(silent.status == 422 && silent.page.contains("Please say what is to be mended."));
    let back = post(&world, BADR, &format!("{review}/return"), &format!("at={seen}&why=Which+door%3F%3Cb%3E")).await;
    assert_eq!(back.status, 303);
    let desk = get(&world, AMAL, "/servants").await.page;
    assert!(desk.contains("Came back to you") && desk.contains("Which door?</p>"), "{desk}");
    assert!(get(&world, AMAL, &meeting).await.page.contains("Which door?"));
    assert_eq!(get(&world, BADR, &review).await.status, 409, "until it is sent again");

    world.pass(1);
    let mended = TEA.replace("Tea+and+talk", "Tea,+talk+and+biscuits");
    assert_eq!(post(&world, AMAL, &meeting, &mended).await.status, 303);
    let stale = post(&world, BADR, &format!("{review}/grant"), &format!("at={seen}")).await;
    assert_eq!(stale.status, 409, "it is no longer what was seen");
    let stale = post(&world, BADR, &format!("{review}/return"), &format!("at={seen}&why=Which+floor%3F")).await;
    assert!(stale.status == 409 && stale.page.contains("Which floor?"), "what was typed is not lost");
    assert_eq!(post(&world, AMAL, &format!("{meeting}/withdraw"), "").await.status, 303);
    assert_eq!(post(&world, AMAL, &format!("{meeting}/withdraw"), "").await.status, 409);
    assert_eq!(get(&world, AMAL, &meeting).await.status, 404);
}

#[tokio::test]
async fn a_listed_meeting_is_changed_and_taken_off_the_list() {
    let world = world().await;
    let decide = async |id: &str| {
        let review = format!("/servants/review/{id}");
        let page = get(&world, CARA, &review).await.page;
        let done = post(&world, CARA, &format!("{review}/grant"), &format!("at={}", held(&page, "at"))).await;
        assert_eq!(done.status, 303);
        page
    };
    post(&world, AMAL, "/servants/new", TEA).await;
    let id = number(&get(&world, AMAL, "/servants").await.page, "/servants/meeting/").to_owned();
    decide(&id).await;
    let meeting = format!("/servants/meeting/{id}");
    let changed = TEA.replace("status=runs", "status=paused");
    post(&world, BADR, &meeting, &changed).await;
    assert_eq!(get(&world, AMAL, &meeting).await.status, 409, "one wish at a time");
    let refused = post(&world, AMAL, &meeting, &TEA.replace("Tea+and", "Cake+and")).await;
    assert!(refused.status == 409 && refused.page.contains("value=\"Cake and talk\""), "{}", refused.page);
    let page = decide(&id).await;
    assert!(page.contains("<del><bdi>it meets</bdi></del>") && page.contains("<bdi>paused</bdi>"), "{page}");
    assert!(!page.contains("Every week"), "only what changes: {page}");
    post(&world, AMAL, &format!("{meeting}/remove"), "").await;
    assert!(get(&world, AMAL, &meeting).await.page.contains("You asked to take this off the list."));
    assert!(decide(&id).await.contains("taken off the list"));
    assert!(!found(&world).await);
    assert_eq!(get(&world, AMAL, &meeting).await.status, 404);
}

#[tokio::test]
async fn what_is_amiss_is_told_and_nothing_is_lost() {
    let world = world().await;
    let form = TEA.replace("link=example.org/tea", "link=").replace("time0-day=mon&", "");
    let answer = post(&world, AMAL, "/servants/new", &form).await;
    assert_eq!(answer.status, 422);
    for told in
        ["href=\"#link\"", "href=\"#time0-day\"", "Please choose a day", "value=\"Tea and talk\"", "value=\"19:00\""]
    {
        assert!(answer.page.contains(told), "{told}: {}", answer.page);
    }
    let more = post(&world, AMAL, "/servants/new", &format!("{form}&more=yes")).await;
    assert!(more.status == 200 && more.page.contains("id=\"time1-from\"") && !more.page.contains("href=\"#link\""));
    assert!(get(&world, AMAL, "/servants").await.page.contains("Nothing is listed yet"), "nothing was sent");
    let huge = format!("name={}", "a".repeat(directory::limits::FORM));
    assert_eq!(post(&world, AMAL, "/servants/new", &huge).await.status, 413);
    for path in ["/servants/meeting/x", "/servants/meeting/5"] {
        assert_eq!(get(&world, AMAL, path).await.status, 404);
    }
    let foreign = get(&world, AMAL, "/servants/meeting/1").await;
    assert!(foreign.status == 404 && foreign.page.contains("no such meeting"), "a feed's meeting is not theirs");
}

/// The claim `servants-cross-site`.
#[tokio::test]
async fn a_page_of_another_server_does_nothing_here() {
    let world = world().await;
    for site in ["cross-site", "same-site"] {
        let request = with_key(Request::post("/servants/new"), AMAL).header("sec-fetch-site", site);
        let answer = send(&world, request.body(Body::from(TEA)).unwrap()).await;
        assert!(answer.status == 403 && answer.page.contains("another page"), "{site}");
    }
    assert!(world.directory_store().proposals().await.unwrap().is_empty());
}

#[tokio::test]
async fn sent_twice_it_is_one_meeting() {
    let world = world().await;
    let form = get(&world, AMAL, "/servants/new").await.page;
    let sent = format!("{TEA}&key={}", held(&form, "key"));
    for _ in 0..2 {
        assert_eq!(post(&world, AMAL, "/servants/new", &sent).await.status, 303);
    }
    let proposals = world.directory_store().proposals().await.unwrap();
    assert_eq!(proposals.len(), 1);
    let (id, proposal) = proposals.first_key_value().unwrap();
    assert!(directory_store::grant(world.directory_store(), *id, proposal.at, Millis(1)).await.unwrap());
    world.look().await;
    assert_eq!(post(&world, AMAL, "/servants/new", &sent).await.status, 303);
    assert!(world.directory_store().proposals().await.unwrap().is_empty(), "it is listed");
}

/// An old form does not undo what was listed since, unless who sends it has seen that.
#[tokio::test]
async fn what_changed_meanwhile_is_told() {
    let world = world().await;
    let list = async |key: &str, path: &str, form: &str| {
        world.pass(1);
        post(&world, key, path, form).await;
        let proposals = world.directory_store().proposals().await.unwrap();
        let (id, proposal) = proposals.first_key_value().unwrap();
        assert!(directory_store::grant(world.directory_store(), *id, proposal.at, proposal.at).await.unwrap());
        world.look().await;
        format!("/servants/meeting/{id}")
    };
    let meeting = list(AMAL, "/servants/new", TEA).await;
    let seen = held(&get(&world, AMAL, &meeting).await.page, "seen").to_owned();
    list(BADR, &meeting, &TEA.replace("time0-from=19:00", "time0-from=18:00")).await;
    let old = post(&world, AMAL, &meeting, &format!("{TEA}&notes=Bring+cups&seen={seen}")).await;
    assert!(old.status == 409 && old.page.contains("was changed while you were writing"), "{}", old.page);
    assert!(old.page.contains("Bring cups"), "what was typed is not lost");
    let seen = held(&old.page, "seen").to_owned();
    assert_eq!(post(&world, AMAL, &meeting, &format!("{TEA}&seen={seen}")).await.status, 303, "now they have seen it");
}

#[tokio::test]
async fn no_cache_on_the_way_gives_the_desk_to_another() {
    let world = world().await;
    let request = with_key(Request::get("/servants"), AMAL).body(Body::empty()).unwrap();
    let (_, headers, _) = world.raw(request).await;
    assert_eq!(
        (&headers["cache-control"], &headers["vary"]),
        (&"private, no-cache".parse().unwrap(), &"accept-language, cookie".parse().unwrap())
    );
    assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
}
