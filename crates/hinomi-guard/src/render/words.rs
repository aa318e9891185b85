//! Words for people: how grave, how strong, which standard, where. The ids in data stay as they are.

use hinomi_model::Lang;

use crate::said::{Said, said};
use crate::verdict::{RowRef, Strength};

/// A severity.
pub fn severity(word: &str) -> Said {
    match word {
        "critical" => said("重大", "critical"),
        "high" => said("高", "high"),
        "medium" => said("中", "medium"),
        "low" => said("低", "low"),
        other => said(other, other),
    }
}

/// How strong evidence is.
pub fn strength(strength: Strength) -> Said {
    match strength {
        Strength::E0 => said("証拠なし", "no evidence"),
        Strength::E1 => said("宣言だけ（E1）", "a bare declaration (E1)"),
        Strength::E2 => said("宣言と日付のある証跡（E2）", "a declaration with a dated artefact (E2)"),
        Strength::E3 => said("出力ファイル（E3）", "an export (E3)"),
        Strength::E4 => said("二つの出力が一致（E4）", "an export that a second source confirms (E4)"),
    }
}

/// A framework of controls, in short.
pub fn framework(id: &str) -> Said {
    match id {
        "cis_8_1" => said("CIS v8.1", "CIS v8.1"),
        "nist_csf_2_0" => said("NIST CSF 2.0", "NIST CSF 2.0"),
        "nist_800_53_r5" => said("NIST SP 800-53 r5", "NIST SP 800-53 r5"),
        "cisa_cpg_1_0_1" => said("CISA CPG 1.0.1", "CISA CPG 1.0.1"),
        "cisa_cpg_2_0" => said("CISA CPG 2.0", "CISA CPG 2.0"),
        "meti_3_0" => said("経産省・IPA 経営ガイドライン 3.0", "METI/IPA guidelines 3.0"),
        "ipa_2026" => said("IPA 10大脅威 2026（順位）", "IPA top ten threats 2026 (rank)"),
        "fsa_2024" => said("金融庁ガイドライン 2024（節）", "FSA guidelines 2024 (section)"),
        other => said(other, other),
    }
}

/// A file and a row in it, as people count: rows of tables, elements of JSON lists, lines of TOML.
pub fn place(row: &RowRef, lang: Lang) -> String {
    if row.row == 0 {
        return row.file.clone();
    }
    let ending = row.file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let (ja, en) = match ending.as_str() {
        "json" | "jsonl" | "ndjson" => ("件目", "entry"),
        _ => ("行目", "row"),
    };
    if lang == Lang::Ja {
        format!("{} の{}{ja}", row.file, row.row)
    } else {
        format!("{}, {en} {}", row.file, row.row)
    }
}
