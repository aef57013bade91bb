"""Opens and checks every vector here, with nothing but docs/protocol/keys.md and wire.md to go by.

It shares no code with the Rust side, and its libraries are others. Every sealed value is also damaged, bit by bit at
chosen places, and has to be refused. `cargo xtask test` runs it; by hand: `python check.py` with requirements.txt.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys
import unicodedata

import argon2.low_level
import cbor2
import nacl.bindings as sodium
import nacl.exceptions
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FOLDER = pathlib.Path(__file__).parent
ZERO = bytes(32)


class Refused(Exception):
    """The bytes are not what they should be."""


class Count:
    checks = 0
    refusals = 0


# keys.md 1.1


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def derive(secret, label, context=b"", length=32):
    info = b"stayhere/v1/" + label.encode() + b"\0" + context
    return HKDF(hashes.SHA256(), length, salt=None, info=info).derive(secret)


# keys.md 1.2


def unseal(key, kind, place, sealed):
    if len(sealed) < 73 or sealed[0] != 1:
        raise Refused
    salt, commitment, body = sealed[1:25], sealed[25:57], sealed[57:]
    info = b"stayhere/v1/aead\0" + kind.encode()
    okm = HKDF(hashes.SHA256(), 64, salt=salt, info=info).derive(key)
    if not hmac.compare_digest(okm[32:], commitment):
        raise Refused
    data = b"\x01" + kind.encode() + b"\0" + place
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(body, data, bytes(24), okm[:32])
    except nacl.exceptions.CryptoError as error:
        raise Refused from error


# keys.md 1.3


def padded_size(name, length):
    length += 1
    if name not in ("vault", "ring", "box", "entry", "note", "pin notes"):
        raise Refused
    if name == "vault":
        return 16279 if length <= 16279 else None
    if name == "note":
        return 1920 if length <= 1920 else None
    if name == "pin notes":
        return 8192 if length <= 8192 else None
    if name == "ring":
        return -(-length // 4096) * 4096
    if length > 4096:
        exponent = length.bit_length() - 1
        step = 1 << (exponent - exponent.bit_length())
        return -(-length // step) * step
    if name == "box":
        return max(256, 1 << (length - 1).bit_length())
    return -(-length // 256) * 256


def pad(plain, name):
    return (plain + b"\x80").ljust(padded_size(name, len(plain)), b"\0")


def unpad(padded, name):
    plain = padded.rstrip(b"\0")
    if plain[-1:] != b"\x80":
        raise Refused
    plain = plain[:-1]
    if padded_size(name, len(plain)) != len(padded):
        raise Refused
    return plain


# keys.md 1.4


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed, prefix, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(b"stayhere/v1/" + prefix.encode() + b"\0" + message)


def verify(key, prefix, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, b"stayhere/v1/" + prefix.encode() + b"\0" + message)
    except InvalidSignature as error:
        raise Refused from error


def signing_key(key, label):
    return derive(key, "sign", label.encode())


# keys.md 1.5: X-Wing (draft-connolly-cfrg-xwing-kem-06) under HPKE (RFC 9180), base mode


class XWing:
    def __init__(self, ikm):
        seed = hashlib.shake_256(ikm).digest(32)
        expanded = hashlib.shake_256(seed).digest(96)
        self.ml_kem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self.x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.x25519_public = self.x25519.public_key().public_bytes_raw()
        self.public = self.ml_kem.public_key().public_bytes_raw() + self.x25519_public

    def decapsulate(self, encapsulation):
        one = self.ml_kem.decapsulate(encapsulation[:1088])
        try:
            two = self.x25519.exchange(X25519PublicKey.from_public_bytes(encapsulation[1088:]))
        except ValueError as error:
            raise Refused from error
        return hashlib.sha3_256(one + two + encapsulation[1088:] + self.x25519_public + rb"\.//^" + b"\\").digest()


HPKE_SUITE = b"HPKE" + (0x647A).to_bytes(2, "big") + (2).to_bytes(2, "big") + (2).to_bytes(2, "big")


def labeled_extract(salt, label, ikm):
    return hmac.digest(salt or bytes(48), b"HPKE-v1" + HPKE_SUITE + label + ikm, "sha384")


def labeled_expand(prk, label, info, length):
    block = length.to_bytes(2, "big") + b"HPKE-v1" + HPKE_SUITE + label + info
    return hmac.digest(prk, block + b"\x01", "sha384")[:length]


def unseal_mail(ikm, what, data, sealed):
    if len(sealed) < 1121 or sealed[0] != 1:
        raise Refused
    shared = XWing(ikm).decapsulate(sealed[1:1121])
    info = b"stayhere/v1/" + what.encode()
    context = b"\0" + labeled_extract(b"", b"psk_id_hash", b"") + labeled_extract(b"", b"info_hash", info)
    secret = labeled_extract(shared, b"secret", b"")
    key, nonce = (labeled_expand(secret, label, context, size) for label, size in ((b"key", 32), (b"base_nonce", 12)))
    try:
        return AESGCM(key).decrypt(nonce, sealed[1121:], data)
    except InvalidTag as error:
        raise Refused from error


# Telling what is wrong


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def raw(value):
    return bytes.fromhex(value)


def same(what, found, wanted):
    Count.checks += 1
    if found != wanted:
        sys.exit(f"{what}: {found!r} is not {wanted!r}")


def opens(what, sealed, wanted, opening):
    """The value opens, and no damaged one does."""
    same(what, opening(sealed), wanted)
    step = max(1, len(sealed) // 48)
    places = set(range(min(len(sealed), 130))) | set(range(0, len(sealed), step)) | {len(sealed) - 1}
    for at in sorted(places):
        damaged = bytearray(sealed)
        damaged[at] ^= 1 << (at % 8)
        refuses(f"{what}, bit of byte {at}", lambda changed=bytes(damaged): opening(changed))
    refuses(f"{what}, cut", lambda: opening(sealed[:-1]))
    refuses(f"{what}, longer", lambda: opening(sealed + b"\0"))


def refuses(what, act):
    Count.refusals += 1
    try:
        act()
    except Refused:
        return
    sys.exit(f"{what}: not refused")


def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return number.to_bytes(8, "big")


# The files


def check_derive():
    file = load("derive")
    key = raw(file["key"])
    for case in file["keys"]:
        same(f"derive {case['label']!r}", derive(key, case["label"], raw(case["context"])), raw(case["out"]))
    same("signing key", signing_key(key, file["signing"]["label"]), raw(file["signing"]["seed"]))
    same("hpke key", derive(key, "hpke", file["hpke"]["label"].encode()), raw(file["hpke"]["seed"]))


def check_aead():
    file = load("aead")
    key, kinds = raw(file["key"]), [case["kind"] for case in file["cases"]]
    for case in file["cases"]:
        place, sealed = raw(case["id"]), raw(case["sealed"])
        opens(case["kind"], sealed, raw(case["plain"]), lambda s, k=case["kind"], p=place: unseal(key, k, p, s))
        for other in kinds:
            if other != case["kind"]:
                refuses(f"{case['kind']} as {other}", lambda k=other, p=place, s=sealed: unseal(key, k, p, s))
        refuses("another place", lambda k=case["kind"], p=place, s=sealed: unseal(key, k, p + b"x", s))
    same("kinds", len(kinds), 12)


def check_pad():
    file = load("pad")
    for case in file["cases"]:
        for length, size in case["sizes"]:
            same(f"pad {case['class']} {length}", padded_size(case["class"], length), size)
    example = file["example"]
    same("unpad", unpad(raw(example["padded"]), example["class"]), raw(example["plain"]))
    refuses("no padding", lambda: unpad(bytes(256), "entry"))
    refuses("other padding", lambda: unpad(b"\x81" + bytes(255), "entry"))


def check_sign():
    file = load("sign")
    seed, message = raw(file["seed"]), raw(file["message"])
    same("public", public(seed), raw(file["public"]))
    for case in file["cases"]:
        signature = raw(case["signature"])
        same(case["domain"], sign(seed, case["domain"], message), signature)
        for other in file["cases"]:
            if other is not case:
                refuses("another domain", lambda o=other, s=signature: verify(public(seed), o["domain"], message, s))


def normal(text):
    lower = "".join(one.lower() for one in unicodedata.normalize("NFKC", text))
    return " ".join(unicodedata.normalize("NFKC", lower).split())


def check_account():
    file = load("account")
    for case in file["names"]:
        same(f"name {case['name']!r}", sha256(normal(case["name"]).encode()), raw(case["login"]))
    login, vault_key, previous = raw(file["login"]), raw(file["vault_key"]), raw(file["previous"])
    same("account id", hmac.digest(raw(file["pepper"]), login, "sha256"), raw(file["login_id"]))
    capability = derive(vault_key, "vault capability")
    same("vault capability", capability, raw(file["capability_seed"]))
    same("vault capability, public", public(capability), raw(file["capability"]))
    blob = raw(file["blob"])
    same("vault size", len(blob), 16384)
    same("etag", sha256(blob), raw(file["etag"]))
    check_after("vault", derive(vault_key, "vault"), "vault", login, blob, raw(file["plain"]), previous)
    phrase = file["passphrase"]
    kek = derive(raw(phrase["export_key"]), "kek1")
    same("kek1", kek, raw(phrase["kek1"]))
    for name in ("wrapped_vault_key", "wrapped_again"):
        opens(name, raw(phrase[name]), vault_key, lambda s: unseal(kek, "vault key", login, s))
    stretch = file["stretch"]
    out = argon2.low_level.hash_secret_raw(
        raw(stretch["input"]), bytes(16), 3, 65536, 1, 64, argon2.low_level.Type.ID, version=0x13
    )
    same("stretching", out, raw(stretch["out"]))
    wrapped = raw(file["lock"]["wrapped"])

    def unlock(changed):
        salt = changed[:32]
        salted = derive(b"zoom abacus yo-yo quiet river", "lock", salt)
        lock = argon2.low_level.hash_secret_raw(salted, bytes(16), 3, 65536, 1, 32, argon2.low_level.Type.ID, version=0x13)
        return unseal(lock, "lock", salt, changed[32:])

    same("lock", unlock(wrapped), raw(file["lock"]["device_key"]))
    refuses("lock, another salt", lambda: unlock(bytes([wrapped[0] ^ 1]) + wrapped[1:]))


def check_after(what, key, kind, place, blob, plain, previous):
    """keys.md 2.2 and 2.4: what carries the etag that it replaces."""

    def opening(changed):
        return unpad(unseal(key, kind, place + changed[:32], changed[32:]), kind)

    same(f"{what}: previous", blob[:32], previous)
    opens(what, blob, plain, opening)


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def read_code(text):
    text = text.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    number = 0
    symbols = [one for one in text if not one.isspace() and one not in "-‐–—"]
    if len(symbols) != 32 or any(one not in CROCKFORD for one in symbols):
        raise Refused
    for one in symbols:
        number = number * 32 + CROCKFORD.index(one)
    whole = number.to_bytes(20, "big")
    if sha256(b"stayhere/v1/code\0", whole[:16])[:4] != whole[16:]:
        raise Refused
    return whole[:16]


def check_recovery():
    file = load("recovery")
    code = raw(file["code"])
    for name in ("printed", "typed"):
        same(name, read_code(file[name]), code)
    same("groups", [len(group) for group in file["printed"].split("-")], [4] * 8)
    for at, symbol in enumerate(file["printed"]):
        if symbol != "-":
            other = CROCKFORD[(CROCKFORD.index(symbol) + 1) % 32]
            refuses("a wrong character", lambda a=at, o=other: read_code(file["printed"][:a] + o + file["printed"][a + 1 :]))
    secret = derive(code, "recovery delete")
    same("code secret", secret, raw(file["secret"]))
    same("code id", sha256(secret), raw(file["id"]))
    auth = derive(code, "recovery auth")
    same("code auth", auth, raw(file["auth_seed"]))
    same("code auth, public", public(auth), raw(file["auth"]))
    kek, place = derive(code, "recovery kek"), raw(file["id"])
    wanted = raw(file["vault_key"]) + raw(file["login"])
    opens("recovery record", raw(file["sealed"]), wanted, lambda s: unseal(kek, "recovery", place, s))


def check_box():
    file = load("box")
    key = raw(file["box_key"])
    capability = signing_key(key, "box capability")
    same("box capability", capability, raw(file["capability_seed"]))
    same("box capability, public", public(capability), raw(file["capability"]))
    check_after("box", key, "box", raw(file["id"]), raw(file["blob"]), raw(file["plain"]), raw(file["previous"]))
    ring = file["ring"]
    day_key = derive(key, "ring", u32(ring["day"]))
    same("ring id", derive(day_key, "ring id"), raw(ring["id"]))
    capability = signing_key(day_key, "ring capability")
    same("ring capability", capability, raw(ring["capability_seed"]))
    same("ring capability, public", public(capability), raw(ring["capability"]))
    check_after("ring", day_key, "ring", raw(ring["id"]), raw(ring["blob"]), raw(ring["plain"]), raw(ring["previous"]))


def check_commit():
    file = load("commit")
    circle, parent, access, mls = (raw(file[name]) for name in ("circle", "parent", "access", "mls"))
    commit = sha256(b"stayhere/v1/commit\0", circle, parent, mls, access)
    same("commit id", commit, raw(file["commit"]))
    same("genesis id", sha256(b"stayhere/v1/commit\0", circle, ZERO, access), raw(file["genesis"]))

    def opening(sealed):
        plain = unpad(unseal(raw(file["hs"]), "envelope", circle + parent, sealed), "box")
        letter, signature = cbor2.loads(plain)
        member, device, counter, authority, _ = letter
        signed = circle + commit + member + device + u64(counter) + sha256(authority)
        verify(raw(file["signer_public"]), "envelope", signed, signature)
        refuses("another commit", lambda: verify(raw(file["signer_public"]), "envelope", circle + ZERO + signed[64:], signature))
        return letter

    letter = file["letter"]
    wanted = [raw(letter["member"]), raw(letter["device"]), letter["counter"], raw(letter["authority"]), raw(letter["mls"])]
    opens("envelope", raw(file["envelope"]), wanted, opening)
    leaf, context, chain = file["leaf"], file["context"], file["chain"]
    same("leaf", cbor2.loads(raw(leaf["stored"])), [raw(leaf["member"]), raw(leaf["seed"])])
    same("leaf info", cbor2.loads(raw(leaf["info"])), [raw(leaf["member"]), public(raw(leaf["seed"]))])
    wanted = [context["policy"], context["min_client"], context["cut"]]
    wanted += [raw(context[name]) for name in ("log_head", "root", "knock")]
    same("context", cbor2.loads(raw(context["encoded"])), wanted)
    same("chain", sha256(raw(chain["before"]), raw(chain["entry_hash"])), raw(chain["after"]))


def check_entry():
    file = load("entry")
    circle, commit, key = raw(file["circle"]), raw(file["commit"]), raw(file["content"])

    def opening(sealed):
        plain = unpad(unseal(key, "entry", circle + commit, sealed), "entry")
        nonce, signature, payload = plain[:16], plain[16:80], plain[80:]
        verify(raw(file["signer_public"]), "entry", circle + commit + nonce + payload, signature)
        return nonce, payload

    blob, nonce = raw(file["blob"]), raw(file["nonce"])
    opens("entry", blob, (nonce, raw(file["payload"])), opening)
    same("entry hash", sha256(blob), raw(file["hash"]))
    secret = derive(raw(file["signer_seed"]), "delete", circle + commit + nonce)
    same("delete secret", secret, raw(file["delete_secret"]))
    same("delete hash", sha256(secret), raw(file["delete_hash"]))
    snapshot = file["snapshot"]
    place = circle + raw(snapshot["commit"])
    blob, both = raw(snapshot["blob"]), [raw(snapshot["state"]), raw(snapshot["tree"])]

    def opening_snapshot(sealed):
        plain = unpad(unseal(key, "snapshot", place, sealed), "box")
        if plain[0] != 1:
            raise Refused
        return cbor2.loads(plain[1:])

    opens("snapshot", blob, both, opening_snapshot)
    padded = pad(b"\x01" + cbor2.dumps(both), "box")
    same("snapshot salt", derive(key, "salt", b"snapshot\0" + place + sha256(padded), 24), blob[1:25])


def check_live():
    file = load("live")
    meeting = raw(file["meeting"])
    keys = [raw(file["k_0"])]
    for _ in range(2):
        keys.append(derive(keys[-1], "door"))
    for number, key in enumerate(keys):
        same(f"key check {number}", derive(key, "key check"), raw(file[f"check_{number}"]))

    def opening(frame, expected):
        number = int.from_bytes(frame[:4], "big")
        if number != expected:
            raise Refused
        plain = unpad(unseal(keys[number], "live", meeting + frame[:4], frame[4:]), "entry")
        verify(raw(file["signer_public"]), "live", meeting + plain[64:], plain[:64])
        return plain[64:]

    opens("frame", raw(file["frame"]), raw(file["payload"]), lambda s: opening(s, 1))
    opens("frame, passed on", raw(file["passed_on"]), raw(file["payload"]), lambda s: opening(s, 2))


def check_invite():
    file = load("invite")
    secret = raw(file["secret"])
    same("fragment", base64.urlsafe_b64encode(secret).rstrip(b"=").decode(), file["fragment"])
    mailbox = derive(secret, "invite mailbox")
    same("invite mailbox", mailbox, raw(file["mailbox"]))
    mac = hmac.digest(derive(secret, "invite mac", b"", 64), raw(file["knock"]), "sha256")
    same("knock mac", mac, raw(file["mac"]))
    key = derive(secret, "invite preview")
    opens("preview", raw(file["preview"]), raw(file["plain"]), lambda s: unpad(unseal(key, "preview", mailbox, s), "box"))


def check_way_back():
    file = load("way_back")
    seed = raw(file["seed"])
    mailbox = derive(seed, "way back mailbox")
    same("way back mailbox", mailbox, raw(file["mailbox"]))
    read = signing_key(seed, "way back read")
    same("way back read key", read, raw(file["read_seed"]))
    same("way back read key, public", public(read), raw(file["read"]))
    key = derive(seed, "way back preview")
    opens("way back preview", raw(file["preview"]), raw(file["plain"]), lambda s: unseal(key, "preview", mailbox, s))
    verify(raw(file["old_leaf"]), "knock", raw(file["knock"]), raw(file["signature"]))
    refuses("another request", lambda: verify(raw(file["old_leaf"]), "knock", b"other", raw(file["signature"])))


def check_hpke():
    file = load("hpke")
    ikm = raw(file["seed"])
    same("hpke public key", XWing(ikm).public, raw(file["public"]))
    for what in ("knock", "reply"):
        case = file[what]
        mailbox = raw(case["mailbox"])
        opens(what, raw(case["sealed"]), raw(case["plain"]), lambda s, w=what, m=mailbox: unpad(unseal_mail(ikm, w, m, s), "box"))
        refuses("another mailbox", lambda c=case, w=what: unseal_mail(ikm, w, ZERO, raw(c["sealed"])))
    refuses("a knock as a reply", lambda: unseal_mail(ikm, "reply", raw(file["knock"]["mailbox"]), raw(file["knock"]["sealed"])))
    door = file["door"]
    place = raw(door["meeting"]) + u32(door["i"])
    opens("door", raw(door["sealed"]), raw(door["key"]), lambda s: unseal_mail(ikm, "meeting key", place, s))
    note, hours = file["note"], file["hours"]
    opens("note", raw(note["sealed"]), raw(note["plain"]), lambda s: unpad(unseal_mail(ikm, "note", raw(note["meeting"]), s), "note"))
    opens("hours", raw(hours["sealed"]), raw(hours["plain"]), lambda s: unseal_mail(ikm, "hours", raw(hours["place"]), s))
    refuses("hours as a note", lambda: unseal_mail(ikm, "note", raw(hours["place"]), raw(hours["sealed"])))


# wire.md


def check_request():
    file = load("request")
    seed, proof, stream = raw(file["seed"]), file["proof"], file["stream"]
    same("public", public(seed), raw(file["public"]))
    nonce = u32(proof["day"]) + raw(proof["random"])
    message = proof["path"].encode() + b"\0" + sha256(raw(proof["body"])) + nonce
    same("signed", b"stayhere/v1/request\0" + message, raw(proof["signed"]))
    header = base64.urlsafe_b64encode(nonce + sign(seed, "request", message)).rstrip(b"=").decode()
    same("header", header, proof["header"])
    message = raw(stream["challenge"]) + raw(stream["what"])
    same("stream, signed", b"stayhere/v1/stream\0" + message, raw(stream["signed"]))
    same("stream", sign(seed, "stream", message), raw(stream["signature"]))


def check_safety():
    file = load("safety")
    listed = (FOLDER / "../../../crates/seal/data/eff_large_wordlist.txt").read_text().splitlines()
    known = [line for line in listed if not line.startswith("#")]
    same("words", len(known), 7776)

    def shown(what, value, wanted):
        value = argon2.low_level.hash_secret_raw(
            value, bytes(16), 3, 65536, 1, 32, argon2.low_level.Type.ID, version=0x13
        )
        numbers = [int.from_bytes(value[at : at + 4], "big") % 7776 for at in range(0, 32, 4)]
        same(what, value, raw(wanted["value"]))
        same(f"{what}, numbers", numbers, wanted["numbers"])
        same(f"{what}, words", " ".join(known[number] for number in numbers), wanted["words"])

    circle = raw(file["circle"])
    leaves = sorted(raw(leaf["member"]) + raw(leaf["key"]) for leaf in file["leaves"])
    shown("two", sha256(b"stayhere/v1/two\0", circle, *leaves), file["two"])
    place = circle + raw(file["commit"])
    shown("same circle", derive(raw(file["hs"]), "same circle", place), file["same_circle"])


def check_hashes():
    file = load("hashes")
    pledge, root, words, hands, code = (file[name] for name in ("pledge", "root", "words", "hands", "sign_up_code"))
    text = cbor2.loads(raw(pledge["text"]))
    same("a text is a map of languages", text, {"en": "We listen."})
    same("pledge", sha256(b"stayhere/v1/pledge\0", cbor2.dumps(text)), raw(pledge["hash"]))
    same("root", sha256(b"stayhere/v1/root\0", raw(root["snapshot"])), raw(root["hash"]))
    said = [raw(words["round"]), raw(words["author"]), raw(words["salt"]), words["text"], words["note"]]
    same("words of a round", sha256(b"stayhere/v1/round\0", cbor2.dumps(said)), raw(words["hash"]))
    fields = (raw(hands[name]) for name in ("meeting", "question", "member", "answer", "salt"))
    same("show of hands", sha256(b"stayhere/v1/show-of-hands\0", *fields), raw(hands["hash"]))
    letters = code["code"].replace("-", "").encode()
    same("sign-up code", sha256(b"stayhere/v1/sign-up-code\0", letters), raw(code["hash"]))


def check_work():
    file = load("work")
    for case in file["cases"]:
        head = b"stayhere/v1/pow\0" + u32(case["day"]) + raw(case["subject"])

        def fits(number, start=head):
            return int.from_bytes(sha256(start, u64(number))[:4], "big") >> (32 - file["bits"]) == 0

        same("work", fits(case["number"]), True)
        same("work, the first", any(fits(number) for number in range(case["number"])), False)
    place = file["place"]
    subject = sha256(b"stayhere/v1/child\0", raw(place["circle"]), raw(place["parent"]), u32(place["place"]))
    same("work, a place among children", subject.hex(), place["subject"])


def main():
    checks = {name.removeprefix("check_"): act for name, act in globals().items() if name.startswith("check_")}
    del checks["after"]
    files = {file.stem for file in FOLDER.glob("*.json")}
    same("files", files, set(checks))
    for act in checks.values():
        act()
    print(f"{len(files)} files, {Count.checks} answers as documented, {Count.refusals} damaged or misplaced values refused")


if __name__ == "__main__":
    main()
