//! Undoing compression, up to a limit.

use std::io::Read;

/// Most bytes that one document may unpack to.
pub const UNPACKED_BYTES_MAX: u64 = 48 << 20;

/// Most compressions around one document; honest servers use one.
pub const LAYERS_MAX: usize = 3;

/// Largest zstd window accepted, as a power of two: 128 MiB, what `zstd --long=27` writes. Source: RFC 8878, 3.1.1.1.2.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// A compression that HTTP or a file may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// RFC 1952, also several members in a row.
    Gzip,
    /// RFC 1950, or the bare RFC 1951 that some servers send under that name.
    Deflate,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

impl Packing {
    /// The compression of one `Content-Encoding` word; `None` for words that are none. Source: RFC 9110, 8.4.1.
    pub fn of_word(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The compression that `bytes` begin with; only gzip and zstd announce themselves.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// Why something could not be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpackable {
    /// It unpacks to more than the limit.
    TooLarge,
    /// It is not what it says it is, or broken off.
    Broken(String),
}

/// Unpacks one layer; stops as soon as more than `bytes_max` come out.
pub fn unpack(packing: Packing, bytes: &[u8], bytes_max: u64) -> Result<Vec<u8>, Unpackable> {
    let broken = |error: std::io::Error| Unpackable::Broken(error.to_string());
    match packing {
        Packing::Gzip => read_limited(flate2::read::MultiGzDecoder::new(bytes), bytes_max),
        Packing::Deflate => match read_limited(flate2::read::ZlibDecoder::new(bytes), bytes_max) {
            Err(Unpackable::Broken(_)) => read_limited(flate2::read::DeflateDecoder::new(bytes), bytes_max),
            done => done,
        },
        Packing::Brotli => read_limited(brotli::Decompressor::new(bytes, 1 << 14), bytes_max),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes).map_err(broken)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX).map_err(broken)?;
            read_limited(decoder, bytes_max)
        }
    }
}

fn read_limited(reader: impl Read, bytes_max: u64) -> Result<Vec<u8>, Unpackable> {
    let mut out = Vec::new();
    reader
        .take(bytes_max.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(|error| Unpackable::Broken(error.to_string()))?;
    if out.len() as u64 > bytes_max { Err(Unpackable::TooLarge) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    fn packed(packing: Packing, text: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::best();
        match packing {
            Packing::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), level);
                writer.write_all(text).unwrap();
                writer.finish().unwrap()
            }
            Packing::Deflate => {
                let mut writer = flate2::write::DeflateEncoder::new(Vec::new(), level);
                writer.write_all(text).unwrap();
                writer.finish().unwrap()
            }
            Packing::Brotli => {
                let mut out = Vec::new();
                brotli::CompressorWriter::new(&mut out, 4096, 5, 20).write_all(text).unwrap();
                out
            }
            Packing::Zstd => zstd::encode_all(text, 3).unwrap(),
        }
    }

    const ALL: [Packing; 4] = [Packing::Gzip, Packing::Deflate, Packing::Brotli, Packing::Zstd];

    #[test]
    fn each_packing_gives_back_what_was_packed() {
        for packing in ALL {
            let text = "日本語 ".repeat(100).into_bytes();
            assert_eq!(unpack(packing, &packed(packing, &text), 10_000), Ok(text), "{packing:?}");
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        for packing in ALL {
            let bomb = packed(packing, &vec![0; 4 << 20]);
            assert!(bomb.len() < 10_000, "{packing:?}");
            assert_eq!(unpack(packing, &bomb, 100_000), Err(Unpackable::TooLarge), "{packing:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for packing in ALL {
                let _ = unpack(packing, &bytes, 10_000);
            }
        }
    }
}
