//! The algorithms give the answers their specifications print.

use super::{hex, unhex};
use crate::secret::Secret;
use crate::{KdfParams, aead, derive, exchange};
use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};

#[test]
fn argon2id_gives_the_tag_of_rfc_9106_section_5_3() {
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let mut memory = vec![argon2::Block::new(); params.block_count()];
    let mut tag = [0; 32];
    Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
        .unwrap()
        .hash_password_into_with_memory(&[1; 32], &[2; 16], &mut tag, &mut memory)
        .unwrap();
    assert_eq!(
        hex(&tag),
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    );
}

/// Expected values from OpenSSL's Argon2id, through Python's `cryptography`:
/// `Argon2id(salt=…, length=32, iterations=…, lanes=1, memory_cost=…).derive(…)`.
#[test]
fn derive_is_argon2id_as_openssl_computes_it() {
    let counting: [u8; 16] = std::array::from_fn(|at| at as u8);
    for (passphrase, salt, params, expected) in [
        (
            "知诚 correct horse",
            &counting,
            KdfParams::LEAST,
            "7e41742df16e8eb7a7e66f3b32213dabd2b49815d46036952a09f9a53a74b7a2",
        ),
        (
            "password",
            b"somesaltsomesalt",
            KdfParams::STANDARD,
            "7664ad4ba1a3c999fcdd0991ffc2270f78302d2383233db5e7befc85d1bb1819",
        ),
    ] {
        let key = derive(passphrase, salt, params).unwrap();
        assert_eq!(hex(key.expose()), expected, "{passphrase}");
    }
}

#[test]
fn the_cipher_gives_the_bytes_of_draft_irtf_cfrg_xchacha_a_3_1() {
    let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
    let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + at as u8);
    let bound = unhex("50515253c0c1c2c3c4c5c6c7");
    let plaintext = b"Ladies and Gentlemen of the class of '99: If I could offer you only one \
        tip for the future, sunscreen would be it.";
    let mut buffer = plaintext.to_vec();
    let tag = aead::encrypt(&key, &nonce, &bound, &mut buffer);
    assert_eq!(
        hex(&buffer),
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
         731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
         2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
         21f9664c97637da9768812f615c68b13b52e"
    );
    assert_eq!(hex(&tag), "c0875924c1c7987947deafd8780acf49");
    assert!(aead::decrypt(&key, &nonce, &bound, &mut buffer, &tag).is_ok());
    assert_eq!(buffer, plaintext);
}

/// Expected tags from OpenSSL's ChaCha20-Poly1305 under the subkey of HChaCha20 (the draft,
/// 2.2 and 2.3), through Python's `cryptography`: key, nonce and bound bytes of A.3.1, the
/// plaintext counting up modulo 251. A tag covers every byte of the ciphertext.
#[test]
fn the_cipher_agrees_with_openssl_at_every_kind_of_length() {
    let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
    let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + at as u8);
    let bound = unhex("50515253c0c1c2c3c4c5c6c7");
    for (len, expected) in [
        (0_u32, "e4c5191f68fd06d9592f83754480d19d"),
        (1, "f0fc362a72971051620d48f0851e80d2"),
        (63, "937db5e589ddf584ccf3e2adebc7de89"),
        (64, "cd0ca6020d9c34b3b0b4ad4bcb6b4a85"),
        (65, "e5adf9a68d94a06b61ce7f299e4a20d4"),
        (1_000, "36a1a855968b2204103062786e18f46b"),
        (65_536, "16c10d72c7051cbe7596a4ba15aaa8ce"),
        (65_537, "f005f914ab8e021a7aa09d174a96788f"),
    ] {
        let plain: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
        let mut buffer = plain.clone();
        let tag = aead::encrypt(&key, &nonce, &bound, &mut buffer);
        assert_eq!(hex(&tag), expected, "{len}");
        assert!(aead::decrypt(&key, &nonce, &bound, &mut buffer, &tag).is_ok());
        assert_eq!(buffer, plain);
    }
    let tag = aead::encrypt(&key, &nonce, &[], &mut []);
    assert_eq!(hex(&tag), "1dac8f73146d1e9da796cb7f7221a5df");
}

/// From the project's `test_vectors.json`, inputs counting up modulo 251: nothing, a byte, a
/// chunk, a chunk and a byte, a tree of chunks.
#[test]
fn blake3_gives_its_published_vectors() {
    let key = b"whats the Elvish word for friend";
    let context = "BLAKE3 2019-12-27 16:29:52 test vectors context";
    for (len, hash, keyed, derived) in [
        (
            0,
            "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
            "92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26",
            "2cc39783c223154fea8dfb7c1b1660f2ac2dcbd1c1de8277b0b0dd39b7e50d7d",
        ),
        (
            1,
            "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
            "6d7878dfff2f485635d39013278ae14f1454b8c0a3a2d34bc1ab38228a80c95b",
            "b3e2e340a117a499c6cf2398a19ee0d29cca2bb7404c73063382693bf66cb06c",
        ),
        (
            1024,
            "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
            "75c46f6f3d9eb4f55ecaaee480db732e6c2105546f1e675003687c31719c7ba4",
            "7356cd7720d5b66b6d0697eb3177d9f8d73a4a5c5e968896eb6a689684302706",
        ),
        (
            1025,
            "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
            "357dc55de0c7e382c900fd6e320acc04146be01db6a8ce7210b7189bd664ea69",
            "effaa245f065fbf82ac186839a249707c3bddf6d3fdda22d1b95a3c970379bcb",
        ),
        (
            31_744,
            "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47",
            "efa53b389ab67c593dba624d898d0f7353ab99e4ac9d42302ee64cbf9939a419",
            "39772aef80e0ebe60596361e45b061e8f417429d529171b6764468c22928e28e",
        ),
    ] {
        let input: Vec<u8> = (0..len).map(|at: u32| (at % 251) as u8).collect();
        assert_eq!(hex(blake3::hash(&input).as_bytes()), hash);
        assert_eq!(hex(blake3::keyed_hash(key, &input).as_bytes()), keyed);
        assert_eq!(hex(&blake3::derive_key(context, &input)), derived);
    }
}

#[test]
fn x25519_gives_the_public_keys_of_rfc_7748_section_6_1() {
    let secret = |text| Secret::from_bytes(unhex(text).try_into().unwrap());
    let one = secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    let two = secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    let (first, second) = (exchange::public(&one), exchange::public(&two));
    assert_eq!(
        hex(&first),
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    );
    assert_eq!(
        hex(&second),
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"
    );
    let halves = [&first, &second];
    let here = exchange::shared(&one, &second, halves).unwrap();
    let there = exchange::shared(&two, &first, halves).unwrap();
    assert_eq!(here.expose(), there.expose());
    let turned = exchange::shared(&one, &second, [&second, &first]).unwrap();
    assert_ne!(here.expose(), turned.expose());
    // Points that give everybody the same key are refused.
    for nobody in [[0; 32], std::array::from_fn(|at| u8::from(at == 0))] {
        assert!(exchange::shared(&one, &nobody, halves).is_none());
    }
}
