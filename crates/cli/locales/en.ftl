### Texts of the terminal in English.

## General

yes = yes
no = no
please-yes-or-no = Please answer { $yes } or { $no }.
input-ended = The answers ended before all was asked.
no-home = There is no home folder (HOME) to keep data in. Please name a folder with --data or --store.
server-not-reached = The server cannot be reached at the moment. We go on trying; Ctrl-C ends it.

## Signing in

signed-in = Signed in as { $name }.
account-why = To take part you need a sign-in name and words of your own. No e-mail, no phone, no real name.
account-word-sign = sign
account-word-new = new
account-have = Write "sign" to sign in with words you have, or "new" to begin anew:
account-name = Sign-in name:
account-passphrase = Your words:
account-new-why = We draw five words for you. They are your key: nobody else has a copy, not even the server.
account-adult = Stayhere is for adults. Are you 18 or older?
account-operators-code = Whoever runs this server gives out codes for new accounts. Please type yours:
account-new-name = A name to sign in with, better not your real one:
account-words = These are your words. Please write them on paper, in this order:
account-words-written = Have you written them down?
account-code = This code opens your account if you lose the words. Please write it on another sheet and keep it apart:
account-code-written = Have you written it down?

## Joining

join-link-unusable = This is no invitation link. It looks like https://example.org/join#… and must be complete; put it between quotation marks.
join-invited = You are invited to: { $name }
join-card = What to expect:
join-bond = What these people have in common:
join-bond-ask = Is this yours too?
join-pledge = What they promise one another:
join-pledge-ask = Do you promise this too?
join-name = A new name for this circle alone:
join-not-now = Thank you for being honest. Nobody in the circle was told anything.
join-wait-open = You have knocked. The next member whose device is online lets you in. That can take minutes or hours.
join-wait-greeter = You have knocked. A greeter reads it and answers. They have a life of their own; it can take a day or two.
join-wait-close = You may end this with Ctrl-C and look again later with: stayhere meet
join-waits-already = An earlier knock of yours still waits for its answer.
join-keys = The door is open. Your keys are on their way.
join-in = You are in: { $name }. Welcome. You may just listen for as long as you like.

## Meeting

meet-which-server = Which server? Please name it once: stayhere meet --server https://example.org
meet-no-circle = You are in no circle here yet. Somebody in a circle can send you an invitation link: stayhere join LINK
meet-no-such-circle = There is no circle with this number.
meet-which-circle = Which circle? Its number:
meet-no-terminal = This needs a terminal. Without one, use --script.
meet-title = { $name } · part { $step } of { $count } · { $phase }
meet-ring = In the ring
meet-members = In this circle
meet-words = Words
meet-me = (you)
meet-at-the-door = At the door: { $name }
meet-sending = (on its way)
meet-none = There is no meeting now. When one opens, it shows here.
meet-offline = The line to the server broke and is being mended. Nothing is lost.
meet-suspended-flood = Whoever runs this server has suspended the circle, because it sends more than the server can carry. Nobody has read anything: the server cannot. What was said before can still be read here.
meet-suspended-law = Whoever runs this server has suspended the circle, because a court or an authority obliges them. Nobody has read anything: the server cannot. What was said before can still be read here.
meet-suspended-other = Whoever runs this server has suspended the circle; you can ask them why. Nobody has read anything: the server cannot. What was said before can still be read here.
meet-outside = You are outside the room. When you come in, you hear what is said from then on.
meet-waiting = You are at the door. It opens in a moment, or after this turn.
meet-my-feedback = You have opened it to answers. End it when you have heard enough.
meet-my-floor = You have the floor. Take your time.
meet-feedback = { $name } asks for answers. Speak of your own experience; short is kind.
meet-floor = { $name } has the floor. We listen.
meet-silence = We are silent together.
meet-open = Everybody may speak, one at a time.
meet-free = The floor is free. Raise your hand when you want to speak.
meet-corner = You are in a small corner. What you say here is heard only in it.
meet-corner-key = Your corner is being closed off from the others: a moment.
meet-corner-alone = You are alone in your corner now. You can go back: /back
meet-others-in-corners = Others are in small corners and come back. You are in the circle.
meet-hidden = (hidden by you)
meet-knock = { $name } knocks and asks to be let in.
meet-unknown = This order is not known. /help lists them. Without a slash, words are said to the room.
meet-nothing-there = There is nothing that this could be about now.
meet-close-sure = Close the meeting? All words go with it. Once more: close. Esc: stay.
meet-depart-sure = Leave the room? Once more: leave. Esc: stay.
meet-invite = An invitation for one person, seven days. Add this to the server's address after /join: #{ $name }
meet-help = /open /arrive /hand /unhand /done /feedback /enough /pass /heard /me-too /thanks /with-you /next /move-on /keep /close /depart /let-in /not-in /back /invite /share /quit

order-open = open a meeting
order-arrive = come in
order-hand = raise hand
order-unhand = lower hand
order-done = done
order-feedback = done, and open to answers
order-enough = thank you, enough
order-pass = pass
order-next = next part
order-move-on = next person
order-keep = keep the meeting
order-close = close
order-depart = leave the room
order-back = back to the circle
order-let-in = let in
order-help = help
order-quit = end

announce-opened = A meeting is open.
announce-inside = You are in the room.
announce-door = You are at the door.
announce-floor = { $name } has the floor.
announce-feedback = { $name } is open to answers.
announce-hand = { $name } raises a hand.
announce-came = { $name } has come in.
announce-went = { $name } has left the room.
announce-keeper = { $name } keeps the meeting.
announce-corner = You are in a small corner with { $name }.
announce-circle = You are in the circle again. What was said in the corner is gone.
announce-closed = The meeting is closed. What was said is gone.

## export

export-title = My words
export-made = Made on { $name } by Stayhere. Only your own words are here, and nobody else's.
export-my-name = My name there: { $name }
export-closed-circle = A circle that could not be opened
export-shares = What I shared between meetings
export-not-sent = Not sent yet
export-lines = What I said in the meeting that is running
export-sheets = What I wrote just for me
export-written = Written: { $name }
export-incomplete = At least one circle could not be opened, so your words there are missing. Please try again later.
export-private = Whoever can open these files can read them. Please keep them somewhere safe.

## Serving

serve-no-web = This program was built without the web app: it serves terminals only.
serve-cut = Some requests were cut off to end in time. Nothing that was acknowledged is lost.
serve-port-in-use = Another program already uses { $address }. End that program, or choose another port with --listen, for example --listen 127.0.0.1:8081
serve-port-forbidden = This user may not listen on { $address }. Choose a port above 1023 with --listen, or put a reverse proxy in front.
serve-port-other = { $address } cannot be listened on: { $cause }. Please check the address given with --listen.
serve-not-writable = The data folder { $folder } cannot be written. Give it to the user who runs this program (chown), or choose another one with --data. { $cause }
serve-disk-full = There is no space left for the data folder { $folder }. Make room on that disk, or choose another place with --data, and start again. Nothing that was acknowledged is lost.
serve-in-use = The data folder { $folder } is in use by another stayhere. End that one, or choose another folder with --data.
serve-newer = The data folder { $folder } was written by a newer stayhere. Please install that version. { $cause }
serve-secrets-missing = The file "secrets" is missing in { $folder }, but there is a database. Without the file nobody can sign in: put it back from your copy. Do not start with an empty one.
serve-secrets-damaged = The file "secrets" in { $name } is damaged. Put it back from your copy: without it nobody can sign in.
serve-day-keys-missing = The file "day-keys" is missing in { $folder }, but there is a database. Without the file nothing in it can be read: put it back from your latest copy. Do not start with an empty one.
serve-day-keys-damaged = The file "day-keys" in { $folder } is damaged. Put it back from your latest copy: without it nothing in the database can be read.
serve-day-keys-foreign = The file "day-keys" in { $folder } does not open the database: one of the two is too old. Take the latest copy of the keys, and a copy of the database that is not older than a week.
serve-database = The database in { $folder } cannot be opened: { $cause }. Run: stayhere doctor --data { $folder }

## Doctor

doctor-well = well:
doctor-look = look:
doctor-bad = BAD:
doctor-all-well = All is well enough to serve.
doctor-not-well = Something must be mended before this server can be relied upon; the lines marked BAD say what.
doctor-no-folder = the data folder { $name } is not there yet; the first start makes it.
doctor-folder = the data folder { $name } can be written.
doctor-not-writable = the data folder { $name } cannot be written ({ $cause }). Give it to the user who runs the server: chown -R that-user { $name }
doctor-rights = nobody else on this machine can open the folder.
doctor-rights-wide = other users of this machine can open the folder. Close it: chmod 700 { $name }
doctor-space = { $megabytes } MB are free.
doctor-space-low = only { $megabytes } MB are free. Make room soon: a server without room stores nothing new.
doctor-space-none = only { $megabytes } MB are free. The server cannot store anything now: make room on this disk.
doctor-secrets = the secrets are there, whole, and closed to others. Keep a copy of that file in another place than the database's.
doctor-secrets-not-yet = there are no secrets yet; the first start makes them.
doctor-secrets-missing = the secrets { $name } cannot be read. Put the file back from your copy: without it nobody can sign in.
doctor-secrets-open = other users of this machine can read the secrets. Close the file: chmod 600 { $name }
doctor-day-keys = the day keys are there, and closed to others. Keep only their latest copy, apart from the copies of the database.
doctor-day-keys-not-yet = there are no day keys yet; the first start makes them.
doctor-day-keys-missing = the day keys { $name } cannot be read. Put the file back from your latest copy: without it nothing in the database can be read.
doctor-day-keys-open = other users of this machine can read the day keys. Close the file: chmod 600 { $name }
doctor-database = the database is sound.
doctor-database-not-yet = there is no database yet; the first start makes it.
doctor-database-damaged = the database is damaged: { $name }. End the server, keep a copy of the folder as it is, and put the last good copy back.
doctor-directory = the public directory is sound.
doctor-directory-not-yet = there is no public directory yet; the first start makes an empty one.
doctor-directory-damaged = the public directory is damaged: { $name }. End the server and put directory.db back from the last good copy; without one, move the file away and import the sources again.
doctor-app = the web app in this program has the digest { $name }
doctor-clock = the clock is plausible.
doctor-clock-wrong = the clock is wrong: it is long past, or files here come from its future. Set it, for example with: timedatectl set-ntp true
doctor-port = { $name } is free.
doctor-port-in-use = something already listens on { $name }. If that is your server, all is well; if not, choose another port with --listen.
doctor-port-bad = { $name } cannot be listened on. Check the address, and whether this user may use the port.

## About and verify

about-version = Stayhere { $name }
about-digest = The digest of the web app in it (the SHA-256 of its list of files, app.sha256):
verify-same = The server delivers this release: { $files } files, the pages of the app and what guards them are the same. Its digest:
verify-limit = This tells what the server gave to this program, now. A server could give another person something else.
verify-differs = This server does NOT deliver the app of this release. It may be another version, or something was changed on the way. Until you know which, type no words into its page.
verify-missing = { $path }: not delivered (status { $what })
verify-other = { $path }: other contents
verify-type = { $path }: delivered as another kind of file ({ $what })
verify-guard = { $path }: the header { $what } is missing or another one
verify-foreign = { $path }: has a header that the release never sends: { $what }
verify-loads = { $path }: loads { $what }, which is not in the release
verify-no-answer = It could not be found out: { $name }
verify-no-app = This program was built without the web app. Give the list of a release: --release app.sha256
verify-no-list = { $name } is not the list of a release: each line should be a SHA-256, two spaces and a path.

## Demo

demo-gathering = Five simulated members are gathering. This takes a few seconds.
demo-ready = They are together. Open this link in a browser, or give it to: stayhere join

## Errors

error-account-erased = This account was being erased. It is gone now.
error-retry = In about { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
} it can work again.
error-refused = The circle's rules do not allow this at the moment.
error-other = Something went wrong ({ $name }). Please try again.
error-bond-not-shared = This circle is for people who share its bond.
error-box-damaged = What the server keeps for you could not be opened. It may be damaged. Please try again later; if it stays, ask your circle for a new invitation.
error-busy = Another thing is still going on. Please try again in a moment.
error-circle-full = This circle has used up its room on this server. Older words make room day by day; what you write waits on this device until then. Whoever runs the server can give it more.
error-circle-name-unusable = This name cannot be used for a circle. Please take a shorter one, of plain letters and digits.
error-code-needed = This server takes new people in with a code from whoever runs it. This one is not complete, was used up, or its days are over. Please ask for another.
error-founding-closed = No new circles are founded on this server at the moment. You can join one that is there, or found yours on another server.
error-internal = Something went wrong on this device. Please try again; if it stays, start the program again.
error-invite-expired = The time of this invitation is over. Please ask for a new one.
error-invite-unknown = This invitation is not known here. Perhaps it was ended, or the link is not complete.
error-invite-used-up = This invitation has been used by as many people as it was made for. Please ask for a new one.
error-knock-unknown = Nobody waits there any more. Perhaps somebody else has answered.
error-name-in-use = Somebody in this circle has this name or one very like it. Please take another.
error-name-taken = Somebody already signs in with this name. Please choose another.
error-name-unusable = This name cannot be used. Please take 1 to 40 letters or digits.
error-not-adult = This place is for adults. If you are not one, the help page of the web app knows lines for young people.
error-not-allowed = This is not possible for you at the moment.
error-not-found = This is no longer there.
error-not-in-circle = You are not in this circle.
error-not-let-in = The circle did not open the door this time. That can have many reasons, and it says nothing about your worth. The help page of the web app knows people who listen.
error-not-signed-in = Please sign in first.
error-offline = There is no connection. Nothing is lost; please try again in a moment.
error-pledge-not-accepted = Without the pledge the door stays closed. Take the time you need to read it.
error-rate-limited = There were many tries in a short time. Please wait a little and try again.
error-refused-after-the-end = The circle has just moved on. Please look again.
error-refused-ahead = { error-refused-after-the-end }
error-refused-already-keeper = This has already been done.
error-refused-already-serving = { error-refused-already-keeper }
error-refused-already-tapped = { error-refused-already-keeper }
error-refused-circle-full = This circle has no free place. Small circles stay small on purpose.
error-refused-door-shut = Somebody has the floor. It is possible when the turn is over.
error-refused-floor-held = { error-refused-door-shut }
error-refused-hand-unchanged = { error-refused-already-keeper }
error-refused-invite-expired = { error-invite-expired }
error-refused-invite-taken = { error-busy }
error-refused-invite-unknown = { error-invite-unknown }
error-refused-invite-unusable = { error-invite-unknown }
error-refused-invite-used-up = { error-invite-used-up }
error-refused-keeper-here = The one who keeps the meeting is here.
error-refused-last-phase = This is the last part. The meeting can be closed now.
error-refused-leaving = { error-not-in-circle }
error-refused-may-not-open = A keeper or deputy opens meetings.
error-refused-meeting-full = The room is full, or you are there with many devices.
error-refused-meeting-running = A meeting is already going on.
error-refused-name-taken = { error-name-in-use }
error-refused-name-unusable = { error-name-unusable }
error-refused-no-feedback-here = Here nobody answers. What is said may simply stand.
error-refused-no-feedback-open = It is somebody else's turn. Now we listen.
error-refused-no-hands = In this part no hands are raised.
error-refused-no-meeting = This meeting is over.
error-refused-nobody-waits = Nobody is at the door.
error-refused-not-a-greeter = In this circle a greeter or keeper lets newcomers in.
error-refused-not-a-member = { error-not-in-circle }
error-refused-not-admitted = First you come into the room.
error-refused-not-present = { error-refused-not-admitted }
error-refused-not-serving = { error-refused-already-keeper }
error-refused-not-the-keeper = Only the one who keeps the meeting can do this.
error-refused-not-your-invite = Only who made this link, or a keeper, can end it.
error-refused-not-your-share = Only who wrote these words can take them back.
error-refused-not-your-turn = { error-refused-no-feedback-open }
error-refused-note-missing = This circle asks for a note about what comes before every share.
error-refused-own-share = These are your own words.
error-refused-own-turn = { error-refused-own-share }
error-refused-pledge-outdated = The pledge has changed meanwhile. They need to read the new one and knock again.
error-refused-put-out = You are out of this meeting.
error-refused-repeated = { error-refused-already-keeper }
error-refused-role-full = All seats of this service are taken.
error-refused-role-unknown = This program is older than the server. Please install the new one.
error-refused-share-taken-back = These words are no longer there.
error-refused-share-unknown = { error-refused-share-taken-back }
error-refused-silence = This is a time of silence.
error-refused-text-empty = There are no words yet.
error-refused-text-too-long = This is too long. Please shorten it a little.
error-refused-too-many-devices = { error-refused-meeting-full }
error-refused-too-many-invites = There are many open links. Please end one first.
error-refused-too-old = { error-refused-after-the-end }
error-refused-no-turns-here = That does not belong to this part of the meeting.
error-refused-no-turn-yet = First comes your own turn.
error-refused-had-turn = You have had this turn.
error-refused-unchanged = { error-refused-already-keeper }
error-refused-not-as-usual = You are only listening, or resting. Come back first.
error-refused-not-held-here = { error-refused-no-turns-here }
error-refused-not-held = { error-refused-no-turns-here }
error-refused-share-held = This share is protected. Two keepers together can move on.
error-refused-aftercare-settled = { error-refused-already-keeper }
error-refused-not-quiet = { error-refused-after-the-end }
error-refused-service-full = Enough people help with this already.
error-refused-parts-left = There is one more part to tell. You may also pass.
error-refused-wrong-part = { error-refused-after-the-end }
error-refused-last-part = { error-refused-after-the-end }
error-refused-not-optional = { error-refused-no-turns-here }
error-refused-no-agenda-here = { error-refused-no-turns-here }
error-refused-no-topics-here = { error-refused-no-turns-here }
error-refused-no-topic-open = { error-refused-no-turns-here }
error-refused-too-many-topics = There are enough of them for one meeting.
error-refused-topic-unknown = { error-refused-after-the-end }
error-refused-not-your-topic = { error-refused-not-your-share }
error-refused-no-business-here = { error-refused-no-turns-here }
error-refused-question-open = A question is still open.
error-refused-too-many-questions = { error-refused-too-many-topics }
error-refused-question-unknown = { error-refused-after-the-end }
error-refused-already-answered = { error-refused-already-keeper }
error-refused-wrong-answer = { error-refused }
error-refused-not-ejected = { error-refused }
error-refused-already-appealed = { error-refused-already-keeper }
error-refused-own-removal = You have no say in this yourself. You may leave the circle at any time.
error-refused-too-new = Whoever has just come cannot say this about somebody who was here before.
error-refused-may-not-remove = That somebody has to leave is for those to say who keep the circle.
error-refused-removal-moved = { error-refused-already-keeper }
error-refused-too-many-removals = This waits for others already about several people. Please wait for one of them.
error-refused-no-removal = This is not asked any more.
error-refused-own-move = Somebody else has to say so too.
error-refused-not-your-move = Only whoever asked for it takes it back.
error-refused-last-device = That somebody has to leave is for the keepers to say.
error-refused-rekey-due = One moment please: the meeting is getting new keys.
error-refused-paused = The meeting rests for a while.
error-refused-in-corners = Everybody is in small corners now. It is possible when you are together again.
error-refused-wrong-corners = Each corner needs at least two people who are here.
error-refused-no-breakout = { error-refused-after-the-end }
error-refused-not-your-corner = { error-refused-no-turns-here }
error-refused-too-many-lines = Here a few words are enough.
error-refused-no-typing-here = { error-refused-no-turns-here }
error-refused-no-tags = { error-refused-no-turns-here }
error-refused-taps-unwanted = They wish for no answer just now. To listen is enough.
error-refused-note-astray = A note goes to the keeper alone.
error-refused-no-milestones-here = { error-refused-no-turns-here }
error-refused-wrong-phase = { error-refused-after-the-end }
error-refused-wrong-turn = { error-refused-after-the-end }
error-rolled-back = The server answered with an older state than your device knows. Your device does not go on with it. Please tell the person who runs the server.
error-server-fault = Something went wrong on the server. Nothing is lost; please try again.
error-server-full = The server has no room left and saved nothing of this. Please tell the person who runs it.
error-sheet-gone = This sheet is no longer there: it was burnt on another device.
error-sheets-full = There is no room for another sheet. Burn one that you no longer need.
error-sign-up-closed = This server makes no new accounts at the moment. That is not about you: whoever runs it has to keep it at a size that they can care for. Another server may have room.
error-signed-out-elsewhere = Your words were changed on another device. Please sign in with the new ones.
error-snapshot-false = What came from the server does not fit the circle, so it was not taken. Please try again; if it stays, tell the circle.
error-suspended = This circle is suspended on this server: nothing can be sent at the moment. Nobody has read anything. What you write waits on this device.
error-template-unknown = This shape of circle is not known here. Please install a newer version of this program.
error-text-too-long = { error-refused-text-too-long }
error-too-large = This is more than can be sent at once. Please make it shorter.
error-update-needed = This program is older than the server. Please install the new one.
error-vault-damaged = { error-box-damaged }
error-vault-full = You are in as many circles as one person can hold here.
error-weak-passphrase = These words are too easy to guess. Please take more of them, or ones made here.
error-welcome-false = { error-snapshot-false }
error-wrong-code = This code does not open anything. Please compare it with your sheet, letter by letter.
error-wrong-name-or-passphrase = The name and the words do not fit together. Please look at both once more.

## Copies

backup-done = Copied to { $folder }, and read through: it is sound. The day keys are in { $keys }; keep only the latest of them, apart from the copies.
restore-done = Restored to { $name }. Start with: stayhere serve --data { $name }
backup-no-directory = There was no public directory to copy (directory.db).
restore-no-directory = The copy has no public directory (directory.db). Everything else is restored; the first start makes an empty directory, and `stayhere directory import` fills it again.
backup-missing = { $name } is not there. Please check the folder.
backup-not-empty = { $name } is there already, and is not empty. Nothing was overwritten: please choose another folder, or move that one away first.
backup-keys-inside = The day keys must not lie in the data folder or with the copy ({ $name }): kept with old copies they would bring back what has been deleted. Please choose a path elsewhere with --day-keys.
backup-keys-damaged = { $name } is not a file of day keys, or it is damaged. Please name the one that the last backup wrote.
backup-file = { $name } cannot be read or written: { $cause }
backup-unsound = The copy is damaged, or older than its day keys, and was not used: { $name }. Please take a more recent copy with the latest day keys.

## What an operator decides

invites-made = This code is shown once: please write it down. People who may sign up with it: { $uses }. Days that it is good for: { $days }.
invites-none = There are no codes that are still good. Make one: stayhere invites make
invites-row = { $id }  uses left: { $uses }  days left: { $days }
invites-revoked = The code { $name } is useless now. Accounts that were made with it stay.
circles-none = There are no circles here yet.
circles-row = { $id }  entries: { $entries }  KiB: { $kib }  days since the keys were renewed: { $days }
circles-row-new = { $id }  entries: { $entries }  KiB: { $kib }  keys not renewed yet
circles-flood = suspended: flood
circles-law = suspended: law
circles-other = suspended: other
circles-suspended = The circle { $name } takes no words and no meetings within seconds. Its members are told why, and that nobody has read anything. To undo it: stayhere circles resume { $name }
circles-resumed = The circle { $name } goes on within seconds.
operate-no-such = There is nothing whose id begins with { $name }. Please look at the list.
operate-several = There are several whose ids begin with { $name }. Please give more digits; nothing was changed.
operate-not-served = There is no database of this version in { $name }. Start the server on it once (stayhere serve), or name another folder with --data.

## Templates

template-sound = { $name } { $version } is sound. Phases: { $phases }. Languages: { $languages }.
template-faulty = { $name } is not sound, so it is not offered. Nothing is served until it is mended or taken out.
template-known = { $name } has the id of a template that is there already. Please give it another one.
template-too-large = { $name } is one template too many (32), or larger than 96 KiB.
template-unreadable = { $name } cannot be read: { $cause }

## Feeds

feed-no-answer = The feed cannot be read: { $name }
feed-unknown = { $name } is in none of the conventions known here: Meeting Guide JSON, a sheet as CSV, BMLT JSON, iCalendar, a copy from a Stayhere server.
feed-too-large = { $name } is larger than any feed: it was not read.
feed-encoding = { $name } is not UTF-8. Please save it as UTF-8.
feed-zone = There is no time zone { $name }. Names look like this: America/New_York
feed-more = ... and { $count } more. To see them: --all

## The directory

directory-none = No source yet. `stayhere directory import` takes one.
directory-taken = { $id }: { $added } new, { $changed } changed, { $removed } gone, { $same } as before.
directory-empty = { $name } sent no good entry: what stood of it stays. `stayhere feed check` says more.
directory-too-many = There are { $name } sources already. Please forget one first.
directory-numbers = { $name } keeps its numbers already, and only one source can.
directory-zone-needed = In which time zone do meetings of { $name } take place that name none? Please say it, for example: --zone America/New_York
directory-row = { $id }  { $kind }  { $entries ->
    [one] 1 meeting
   *[other] { $entries } meetings
 }, { $days ->
    [0] fetched today
    [one] fetched yesterday
   *[other] fetched { $days } days ago
 }{ $failures ->
    [0] { "" }
    [one] , one failure since
   *[other] , { $failures } failures since
 }  { $name }
directory-row-new = { $id }  { $kind }  { $entries ->
    [one] 1 meeting
   *[other] { $entries } meetings
 }, not fetched{ $failures ->
    [0] { "" }
    [one] , one failure
   *[other] , { $failures } failures
 }  { $name }
directory-row-own = { $id }  { $kind }  { $entries ->
    [one] 1 meeting
   *[other] { $entries } meetings
 }, entered here  { $name }
own-list = This server keeps a list of its own: { $name } ({ $zone }). `stayhere directory servants add NAME` gives somebody a key to enter meetings at /servants; somebody with --reviews looks at them.
own-other-source = A feed is called { $name } here, which is the name of the list that is entered here. Please forget that source first.
own-none = This server keeps no list of its own yet. Please name it first, for example: stayhere directory own --name "Bridge intergroup" --zone America/New_York
servants-added = This is the key of { $name } for the page /servants. It is shown this once; hand it to them alone, on a way that nobody else reads.
servants-added-review = This is the key of { $name } for the page /servants, who also looks at what others enter. It is shown this once; hand it to them alone, on a way that nobody else reads.
servants-none = Nobody enters meetings here yet.
servants-row = { $name }  enters meetings, for { $days ->
    [one] 1 day
   *[other] { $days } days
 }
servants-row-review = { $name }  enters and reviews meetings, for { $days ->
    [one] 1 day
   *[other] { $days } days
 }
servants-removed = The key of { $name } opens nothing any more. What they entered stays.
servants-there = There is a { $name } already. Please choose another name, or remove that one first.
servants-no-such = There is no { $name }. `stayhere directory servants list` lists them.
servants-name = A name has 1 to { $name } characters.
servants-too-many = There are { $name } already. Please remove somebody first.
review-none = Nothing waits.
review-new = { $id }  new: { $name }  from { $by }
review-change = { $id }  change: { $name }  from { $by }
review-remove = { $id }  off the list: { $name }  from { $by }
review-seen = To do this as it is shown here: stayhere directory review list { $id } { $seen }
review-dropped = { $name } is gone. What is listed stays.
review-came-back = { $name }  (came back to them)
review-granted = { $name } is done as it was wished.
review-returned = { $name } went back.
review-no-such = Nothing waits under { $name }: it was changed, taken back or decided. `stayhere directory review` lists what waits.
review-why = Please say what is to be mended.
directory-forgotten = { $name } and all that came from it is forgotten.
directory-hidden = { $name } is shown to nobody now. It is not changed.
directory-shown = { $name } is shown again.
directory-no-such = There is no { $name } in the directory. `stayhere directory sources` lists the sources; a meeting’s number stands in its feeds.
directory-no-circles = No circle shows itself here.
directory-circle = { $key }  { $name }, for { $days ->
    [one] one more day
   *[other] { $days } more days
 }
directory-circle-hidden = { $key }  { $name }, hidden, for { $days ->
    [one] one more day
   *[other] { $days } more days
 }
directory-circle-false = { $key }  is not as its circle signed it, and is shown to nobody.
directory-trouble = The directory cannot be used: { $name }
directory-key = The directory of this server is signed by the key with the fingerprint { $name }
directory-copy = This copy was signed on { $date } by the server whose key has the fingerprint { $fingerprint }
peer-key = The server at { $url } signs with the key { $fingerprint }. Please compare it with what its operator tells you, on another way than this one.
peer-is-it = Is it the same?
peer-not = Nothing was taken, and no key is pinned.
peer-address = { $name } is no address of a server. It looks like this: https://example.org
peer-other-source = { $name } is a source of another kind. Please choose another name, or forget that source first.
peer-subscribed = { $name } is another Stayhere server, whose key is pinned: `stayhere directory subscribe` takes it anew.
peer-own-entries = { $count ->
    [one] One meeting was this server’s own and was not taken back.
   *[other] { $count } meetings were this server’s own and were not taken back.
 }
peer-peer = It also takes from { $name } ({ $url }), and does not pass that on. To have it too, subscribe there; the key that it knows of is { $fingerprint }
peer-unreadable = What { $name } answers is no signed directory. What stood of it stays.
peer-signature = The signature of { $name } is wrong: it was changed on the way, or somebody else made it. What stood of it stays.
peer-other-key = It is signed by another key: { $name }. What stood of it stays. If its operator tells you on another way that this is right, subscribe again with --fingerprint { $name }
peer-older = It is number { $found }, and number { $known } was taken already: somebody answers with an old one, or that server was put back to a copy today. What stood of it stays.
peer-forked = { $name } has signed two that differ under one number: it was put back to a copy today, or somebody else has its key too. What stood of it stays.
peer-ahead = The date of { $name } lies in the future. Please look at both clocks. What stood of it stays.
peer-part = A part of { $name } is not what its signed head says. What stood of it stays.
peer-own = { $name } is this server itself.
copy-search = That search cannot be read: { $name }
copy-written = { $file } has { $count } of { $total } meetings. It opens without a network.
