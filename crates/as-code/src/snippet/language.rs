use serde::{Deserialize, Serialize};

/// A language that requests are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    Auth0Cli,
    Curl,
    CSharp,
    Go,
    Java,
    Node,
    ObjectiveC,
    Php,
    Python,
    Ruby,
    Swift,
}

impl Language {
    /// In the order of the guide's tabs.
    pub const ALL: [Self; 11] = [
        Self::Auth0Cli,
        Self::Curl,
        Self::CSharp,
        Self::Go,
        Self::Java,
        Self::Node,
        Self::ObjectiveC,
        Self::Php,
        Self::Python,
        Self::Ruby,
        Self::Swift,
    ];

    /// As the guide's tab says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Auth0Cli => "Auth0 CLI",
            Self::Curl => "curl",
            Self::CSharp => "C#",
            Self::Go => "Go",
            Self::Java => "Java",
            Self::Node => "Node.js",
            Self::ObjectiveC => "Objective-C",
            Self::Php => "PHP",
            Self::Python => "Python",
            Self::Ruby => "Ruby",
            Self::Swift => "Swift",
        }
    }

    /// The ending of a file with a snippet, without its dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Auth0Cli | Self::Curl => "sh",
            Self::CSharp => "cs",
            Self::Go => "go",
            Self::Java => "java",
            Self::Node => "mjs",
            Self::ObjectiveC => "m",
            Self::Php => "php",
            Self::Python => "py",
            Self::Ruby => "rb",
            Self::Swift => "swift",
        }
    }

    /// What a snippet needs, and what is to be known of it.
    pub fn needs(self) -> &'static str {
        match self {
            Self::Auth0Cli => {
                "bash or zsh, and the Auth0 CLI, logged in to this tenant. It prints a refusal and ends with 0 all the same, and rounds \
                 numbers beyond 2^53."
            }
            Self::Curl => "bash or zsh, and curl 7.76 or newer. The token is read from the environment.",
            Self::CSharp => ".NET, and RestSharp 107 or newer from NuGet.",
            Self::Go => "Go 1.16 or newer, net/http, nothing to install.",
            Self::Java => "Java 11 or newer, and Unirest 4 (com.konghq:unirest-java-core).",
            Self::Node => "Node.js, and axios 1 from npm.",
            Self::ObjectiveC => "Xcode's clang, NSURLSession, nothing to install.",
            Self::Php => "PHP 7.3 or newer with its curl extension.",
            Self::Python => "Python 3.6 or newer, http.client, nothing to install.",
            Self::Ruby => "Ruby, Net::HTTP, nothing to install.",
            Self::Swift => "Swift 5.7 or newer, URLSession, nothing to install. Save it as main.swift.",
        }
    }

    /// What a comment of one line begins with.
    pub(super) fn comment(self) -> &'static str {
        match self {
            Self::Auth0Cli | Self::Curl | Self::Python | Self::Ruby => "#",
            Self::CSharp | Self::Go | Self::Java | Self::Node | Self::ObjectiveC | Self::Php | Self::Swift => "//",
        }
    }
}
