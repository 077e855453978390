//! Bytes as text, after RFC 4648, section 4.

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes in base 64, padded.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for three in bytes.chunks(3) {
        let mut all = [0u8; 4];
        for (to, from) in all.iter_mut().skip(1).zip(three) {
            *to = *from;
        }
        let all = u32::from_be_bytes(all);
        for at in 0..4usize {
            let shift = 18u32.saturating_sub(u32::try_from(at).unwrap_or(0).saturating_mul(6));
            let place = usize::try_from((all >> shift) & 63).unwrap_or(0);
            out.push(match at <= three.len() {
                true => SIGNS.get(place).map_or('=', |sign| char::from(*sign)),
                false => '=',
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn the_published_vectors_hold() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encoded(bytes.as_bytes()), text);
        }
    }
}
