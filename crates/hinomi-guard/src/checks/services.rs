//! What a service that faces the internet is, told from the words people use.

use std::sync::LazyLock;

use crate::read::lexicon::Lexicon;
use crate::read::names::tokens;
use crate::records::Service;

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A way into the network: VPN, remote desktop, gateway.
    RemoteAccess,
    /// A panel that shows or administers something.
    Panel,
    /// A site that anybody may read, and nothing more by its name.
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

/// Words of what is made for everybody to see: beside them, a word such as portal or 管理 does not say what it is.
const SHOWN: [&str; 8] = ["public", "open", "blog", "investor", "紹介", "案内", "広報", "採用"];

/// Gateways that nobody works through from afar.
const OTHER_GATEWAYS: [&str; 6] = ["mail", "email", "smtp", "payment", "api", "sms"];

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

static PUBLIC: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(include_str!("../../data/public_sites.csv")));

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
    let is_other_gateway = has(&["gateway"]) && has(&OTHER_GATEWAYS);
    let is_shown = has(&SHOWN);
    if (has(&REMOTE) && !is_other_gateway && !is_shown)
        || service.port.is_some_and(|port| REMOTE_PORTS.contains(&port))
    {
        Sort::RemoteAccess
    } else if has(&PANEL) && !is_shown {
        Sort::Panel
    } else if is_public_site(&service.service) {
        Sort::Public
    } else {
        Sort::Unclear
    }
}

/// Whether every word of a name says that anybody may read what is there: a site of orders or of customers is another
/// thing than a site.
fn is_public_site(name: &str) -> bool {
    PUBLIC.classes(name).is_some_and(|classes| classes.contains(&"public"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(name: &str) -> Sort {
        sort(&Service {
            host: "a.example".to_owned(),
            ip: String::new(),
            port: Some(443),
            service: name.to_owned(),
            product: String::new(),
            authentication: String::new(),
            owner: None,
            row: 2,
        })
    }

    #[test]
    fn a_public_site_is_nothing_else_by_its_name() {
        for name in
            ["company website", "企業サイト", "採用サイト（日本語版）", "Corporate Site", "自社ホームページ"]
        {
            assert_eq!(sorted(name), Sort::Public, "{name}");
        }
        for name in [
            "web order list",
            "会員情報公開ページ",
            "customer shop account site",
            "予約サイト",
            "website for dealers' orders",
            "site",
            "公開",
            "",
        ] {
            assert_eq!(sorted(name), Sort::Unclear, "{name}");
        }
        assert_eq!(sorted("顧客管理"), Sort::Panel);
        assert_eq!(sorted("SSL-VPN"), Sort::RemoteAccess);
    }
}
