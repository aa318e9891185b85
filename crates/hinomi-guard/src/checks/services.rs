//! What a service that faces the internet is, told from the words people use.

use crate::read::names::tokens;
use crate::records::Service;

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A way into the network: VPN, remote desktop, gateway.
    RemoteAccess,
    /// A panel that shows or administers something.
    Panel,
    /// A site that anybody may read.
    Public,
    /// Its words do not say.
    Unclear,
}

const REMOTE: [&str; 24] = [
    "vpn",
    "sslvpn",
    "ipsec",
    "rdp",
    "rdgateway",
    "ztna",
    "citrix",
    "vdi",
    "bastion",
    "jump",
    "gateway",
    "anyconnect",
    "globalprotect",
    "fortigate",
    "fortivpn",
    "pulse",
    "ssh",
    "vnc",
    "teamviewer",
    "リモート",
    "リモートデスクトップ",
    "リモートアクセス",
    "踏み台",
    "仮想デスクトップ",
];

const PANEL: [&str; 28] = [
    "dashboard",
    "admin",
    "administration",
    "panel",
    "console",
    "management",
    "manager",
    "grafana",
    "kibana",
    "jenkins",
    "phpmyadmin",
    "metabase",
    "redash",
    "superset",
    "tableau",
    "wiki",
    "backoffice",
    "intranet",
    "portal",
    "monitoring",
    "analytics",
    "ダッシュボード",
    "管理",
    "管理画面",
    "集計",
    "分析",
    "監視",
    "社内",
];

const PUBLIC: [&str; 19] = [
    "storefront",
    "website",
    "web",
    "site",
    "homepage",
    "www",
    "blog",
    "corporate",
    "landing",
    "cdn",
    "static",
    "shop",
    "news",
    "公開",
    "ホームページ",
    "企業サイト",
    "通販",
    "店舗",
    "広報",
];

/// Ports of remote access. Source: IANA service names.
const REMOTE_PORTS: [u32; 8] = [22, 500, 1194, 1723, 3389, 4500, 5900, 51820];

/// What a service is.
pub fn sort(service: &Service) -> Sort {
    let words: Vec<String> =
        [&service.service, &service.product].into_iter().flat_map(|text| tokens(text)).collect();
    let has = |known: &[&str]| {
        words.iter().any(|word| {
            known.contains(&word.as_str())
                || (!word.is_ascii() && known.iter().any(|k| !k.is_ascii() && word.contains(k)))
        })
    };
    if has(&REMOTE) || service.port.is_some_and(|port| REMOTE_PORTS.contains(&port)) {
        Sort::RemoteAccess
    } else if has(&PANEL) {
        Sort::Panel
    } else if has(&PUBLIC) {
        Sort::Public
    } else {
        Sort::Unclear
    }
}

/// How one signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// Single sign-on with the organisation's accounts.
    pub sso: Option<bool>,
    /// A second factor.
    pub mfa: Option<bool>,
    /// Nobody signs in: it is open.
    pub is_open: bool,
    /// The cell is empty or its words are not known.
    pub is_unclear: bool,
}

/// Reads the words of an authentication cell.
pub fn sign_in(text: &str) -> SignIn {
    let words = tokens(text);
    let has = |known: &[&str]| {
        words.iter().any(|word| {
            known.contains(&word.as_str())
                || (!word.is_ascii() && known.iter().any(|k| !k.is_ascii() && word.contains(k)))
        })
    };
    let negated = has(&[
        "without",
        "no",
        "not",
        "off",
        "disabled",
        "optional",
        "partial",
        "partially",
        "some",
        "planned",
        "pending",
        "except",
        "なし",
        "無し",
        "未",
        "未対応",
        "無効",
        "任意",
        "一部",
        "予定",
        "検討",
        "除く",
        "除外",
    ]);
    let mfa = has(&[
        "mfa",
        "2fa",
        "multifactor",
        "otp",
        "totp",
        "fido",
        "fido2",
        "passkey",
        "certificate",
        "多要素",
        "二要素",
        "二段階",
        "証明書",
        "パスキー",
        "ワンタイム",
    ]) || text.to_lowercase().contains("multi-factor");
    let sso = has(&[
        "sso",
        "saml",
        "oidc",
        "openid",
        "entra",
        "azuread",
        "okta",
        "federated",
        "シングルサインオン",
        "統合認証",
        "社内認証",
    ]) || text.to_lowercase().contains("single sign");
    let local = has(&[
        "local",
        "password",
        "passwords",
        "basic",
        "form",
        "ldap",
        "パスワード",
        "ローカル",
        "id",
        "共有",
    ]);
    let open = has(&["none", "public", "anonymous", "open", "公開", "認証なし", "不要", "匿名"])
        && !mfa
        && !sso
        && !local;
    let is_unclear = !(mfa || sso || local || open) || (negated && (mfa || sso));
    SignIn {
        sso: if is_unclear { None } else { Some(sso) },
        // Single sign-on alone does not say whether the provider asks for a second factor.
        mfa: if is_unclear || (sso && !mfa) { None } else { Some(mfa) },
        is_open: open,
        is_unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_sign_in_are_read() {
        let check = |text: &str, sso: Option<bool>, mfa: Option<bool>, open: bool| {
            let got = sign_in(text);
            assert_eq!((got.sso, got.mfa, got.is_open), (sso, mfa, open), "{text}");
        };
        check("SSO+MFA", Some(true), Some(true), false);
        check("password", Some(false), Some(false), false);
        check("local password", Some(false), Some(false), false);
        check("none (public)", Some(false), Some(false), true);
        check("SSO", Some(true), None, false);
        check("統合認証＋多要素認証", Some(true), Some(true), false);
        check("パスワードのみ", Some(false), Some(false), false);
        check("", None, None, false);
        check("password without MFA", None, None, false);
        check("SSO, MFA optional", None, None, false);
        check("統合認証、MFAは一部のみ", None, None, false);
    }
}
