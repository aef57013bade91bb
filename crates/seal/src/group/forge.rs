//! What a member with a program of their own could commit, for simulations: as [`Group::stage`] without its checks, and
//! with a path that is broken for one member alone (RFC 9420 section 16.12).

use openmls::prelude::{
    KeyPackage, Lifetime, OpenMlsProvider,
    tls_codec::{SecretVLBytes, Serialize},
};
use openmls_rust_crypto::RustCrypto;
use openmls_traits::{
    crypto::OpenMlsCrypto,
    types::{
        AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeCiphertext, HpkeConfig, HpkeKeyPair,
        KemOutput, SignatureScheme,
    },
};
use rand_core::CryptoRngCore;

use super::{
    Change, Group, GroupError, Leaf, Member, MlsGroup, SUITE, Staged, check,
    mls::{capabilities, credential, extensions, library},
    provider::Provider,
};

/// A group in the hands of somebody hostile.
pub trait Forge: Group {
    /// A pending commit that no honest client would make. With `lamed`, that member cannot decrypt their path secret,
    /// and everybody else can.
    ///
    /// # Errors
    /// [`GroupError`], where not even a hostile client gets so far.
    fn forge(
        &mut self,
        change: &Change,
        lamed: Option<Member>,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Staged, GroupError>;

    /// A KeyPackage with another lifetime than the one that everybody uses; none where there are no lifetimes.
    fn expiring(leaf: &Leaf, rng: &mut dyn CryptoRngCore) -> Option<Vec<u8>>;
}

impl Forge for MlsGroup {
    fn forge(
        &mut self,
        change: &Change,
        lamed: Option<Member>,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<Staged, GroupError> {
        let adds = change.adds.iter().map(|bytes| check::key_package(bytes)).collect::<Result<Vec<_>, _>>()?;
        let removals = change.removes.iter().map(|member| self.index(*member)).collect::<Result<Vec<_>, _>>()?;
        let crypto = Lame { honest: RustCrypto::default(), victim: lamed.and_then(|member| self.leaf_key(member)) };
        let (group, key) = (&mut self.library, &self.me.key);
        let bundle = self.provider.with_rng(rng, |provider| {
            let builder = group.commit_builder().consume_proposal_store(false).force_self_update(true);
            let builder = builder.propose_removals(removals).propose_adds(adds);
            let builder = builder.propose_group_context_extensions(extensions(&change.context)?).map_err(library)?;
            let built = builder.load_psks(provider.storage()).map_err(library)?;
            let built = built.build(provider.rand(), &crypto, key, |_| true).map_err(library)?;
            built.stage_commit(provider).map_err(library)
        })?;
        let (mls, welcome, _) = bundle.into_messages();
        let welcome = welcome.map(|welcome| welcome.to_bytes()).transpose().map_err(library)?;
        Ok(Staged { mls: mls.to_bytes().map_err(library)?, welcome, secrets: self.pending_secrets()? })
    }

    fn expiring(leaf: &Leaf, rng: &mut dyn CryptoRngCore) -> Option<Vec<u8>> {
        let bundle = Provider::empty().with_rng(rng, |provider| {
            let builder = KeyPackage::builder().key_package_lifetime(Lifetime::init(0, u64::MAX - 1));
            builder.leaf_node_capabilities(capabilities()).build(SUITE, provider, &leaf.key, credential(leaf))
        });
        bundle.ok()?.key_package().tls_serialize_detached().ok()
    }
}

impl MlsGroup {
    fn leaf_key(&self, member: Member) -> Option<Vec<u8>> {
        let index = self.index(member).ok()?;
        self.library.member_at(index).map(|leaf| leaf.encryption_key)
    }
}

/// Honest but for what it seals to the victim's leaf: changed before anything is hashed or signed over it, so that the
/// commit is whole for everybody who need not open that one ciphertext.
struct Lame {
    honest: RustCrypto,
    victim: Option<Vec<u8>>,
}

impl OpenMlsCrypto for Lame {
    fn hpke_seal(
        &self,
        config: HpkeConfig,
        to: &[u8],
        info: &[u8],
        aad: &[u8],
        plain: &[u8],
    ) -> Result<HpkeCiphertext, CryptoError> {
        let sealed = self.honest.hpke_seal(config, to, info, aad, plain)?;
        if self.victim.as_deref() != Some(to) {
            return Ok(sealed);
        }
        let mut ciphertext = sealed.ciphertext.as_slice().to_vec();
        if let Some(byte) = ciphertext.first_mut() {
            *byte ^= 1;
        }
        Ok(HpkeCiphertext { ciphertext: ciphertext.into(), ..sealed })
    }

    fn supports(&self, suite: Ciphersuite) -> Result<(), CryptoError> {
        self.honest.supports(suite)
    }
    fn supported_ciphersuites(&self) -> Vec<Ciphersuite> {
        self.honest.supported_ciphersuites()
    }
    fn hkdf_extract(&self, hash: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        self.honest.hkdf_extract(hash, salt, ikm)
    }
    fn hmac(&self, hash: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        self.honest.hmac(hash, key, message)
    }
    fn hkdf_expand(&self, hash: HashType, prk: &[u8], info: &[u8], len: usize) -> Result<SecretVLBytes, CryptoError> {
        self.honest.hkdf_expand(hash, prk, info, len)
    }
    fn hash(&self, hash: HashType, data: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.honest.hash(hash, data)
    }
    fn aead_encrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        self.honest.aead_encrypt(alg, key, data, nonce, aad)
    }
    fn aead_decrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        self.honest.aead_decrypt(alg, key, data, nonce, aad)
    }
    fn signature_key_gen(&self, alg: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>), CryptoError> {
        self.honest.signature_key_gen(alg)
    }
    fn verify_signature(
        &self,
        alg: SignatureScheme,
        data: &[u8],
        key: &[u8],
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.honest.verify_signature(alg, data, key, signature)
    }
    fn sign(&self, alg: SignatureScheme, data: &[u8], key: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.honest.sign(alg, data, key)
    }
    fn hpke_open(
        &self,
        config: HpkeConfig,
        input: &HpkeCiphertext,
        key: &[u8],
        info: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        self.honest.hpke_open(config, input, key, info, aad)
    }
    fn hpke_setup_sender_and_export(
        &self,
        config: HpkeConfig,
        to: &[u8],
        info: &[u8],
        context: &[u8],
        len: usize,
    ) -> Result<(KemOutput, ExporterSecret), CryptoError> {
        self.honest.hpke_setup_sender_and_export(config, to, info, context, len)
    }
    fn hpke_setup_receiver_and_export(
        &self,
        config: HpkeConfig,
        enc: &[u8],
        key: &[u8],
        info: &[u8],
        context: &[u8],
        len: usize,
    ) -> Result<ExporterSecret, CryptoError> {
        self.honest.hpke_setup_receiver_and_export(config, enc, key, info, context, len)
    }
    fn derive_hpke_keypair(&self, config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair, CryptoError> {
        self.honest.derive_hpke_keypair(config, ikm)
    }
}
