//! The logo of a connection's button: fetched as a login page would, and looked at.

use base64::{Engine, engine::general_purpose::STANDARD};
use imagesize::ImageType;
use lintel_oidc::http::{FetchError, Fetcher, MAX_BODY};
use url::Url;

use crate::{
    Console,
    view::{LogoCheck, Problem},
};

/// Login pages show it in a square of this many pixels.
const SIDE: u32 = 20;
/// Of an image that is made of pixels. Whoever shows it has to unpack all of them, four bytes each.
const LARGEST_SIDE: u32 = 4096;
/// The elements, texts and attributes of an SVG.
const MOST_NODES: u32 = 20_000;
const ACCEPT: &str = "image/png,image/svg+xml,image/webp,image/jpeg,image/gif";

/// What a body is.
struct Image {
    format: &'static str,
    media_type: &'static str,
    size: Option<(u32, u32)>,
}

impl Console {
    /// The image at the URL, or why no login page shows it. Cancelled through its ticket. The URL is the person's own: it may be
    /// of this computer.
    pub async fn read_logo(&self, ticket: &str, url: &str) -> Result<LogoCheck, Problem> {
        let url = match Url::parse(url.trim()) {
            Ok(url) if url.scheme() == "https" => url,
            _ => return Ok(not_shown("This is not an https URL.", "Login pages load no image over plain http.")),
        };
        self.common.tickets.run(ticket, fetched(&self.common.world.fetcher, &url)).await
    }
}

async fn fetched(fetcher: &Fetcher, url: &Url) -> LogoCheck {
    match fetcher.fetch_as(url, ACCEPT).await {
        Ok(answer) if !answer.is_success() => not_shown(
            format!("{} answered {}.", answer.final_url, answer.status),
            "Check the path, and that the image needs no sign-in.",
        ),
        Ok(answer) => {
            // Parsing what somebody else wrote: not on the threads that everything else waits for.
            let looking = tokio::task::spawn_blocking(move || looked_at(&answer.body, answer.content_type.as_deref()));
            looking.await.unwrap_or_else(|_| not_shown("The image could not be read.", "Use another one."))
        }
        Err(FetchError::TooLarge { .. }) => not_shown(
            format!("The image is larger than {} KB.", MAX_BODY / 1024),
            "Every login page would load it. Use a smaller one, such as a PNG of 40×40 pixels.",
        ),
        Err(error) => {
            not_shown(error.to_string(), "Check the URL, and that the server can be reached from everywhere.")
        }
    }
}

fn looked_at(body: &[u8], content_type: Option<&str>) -> LogoCheck {
    let image = match image(body) {
        Ok(image) => image,
        Err(Unfit::NoImage) => {
            let said = content_type.unwrap_or("no content type");
            return not_shown(
                format!("What is there is no image ({said})."),
                "Use a PNG, JPEG, SVG, GIF or WebP image itself, not a page that shows it.",
            );
        }
        Err(Unfit::Entities) => {
            return not_shown(
                "The SVG defines entities (<!ENTITY), which can unfold to any size.",
                "Save it without them: the text that each stands for belongs in its place.",
            );
        }
        Err(Unfit::Nodes) => {
            return not_shown(
                format!("The SVG has more than {MOST_NODES} elements and attributes."),
                "Every login page would draw them all. Use a simpler one.",
            );
        }
    };
    let mut remarks = Vec::new();
    if let Some((width, height)) = image.size {
        let largest = width.max(height);
        if image.format == "SVG" {
            if width == 0 || height == 0 || largest > LARGEST_SIDE {
                remarks.push(format!("It says that it is {width}×{height}, which not every page draws."));
            }
        } else if largest > LARGEST_SIDE {
            let mebibytes = u64::from(width) * u64::from(height) / 262_144;
            return not_shown(
                format!("The image is {width}×{height} pixels. A page would unpack {mebibytes} MB to show it."),
                "Use a smaller one, such as a PNG of 40×40 pixels.",
            );
        }
        if width != height {
            remarks.push(format!("It is {width}×{height}, and login pages squeeze it into a square."));
        }
        if image.format != "SVG" && width.min(height) < SIDE {
            remarks.push(format!("It is smaller than {SIDE}×{SIDE}, so it looks blurred."));
        }
    }
    LogoCheck::Shown {
        image: format!("data:{};base64,{}", image.media_type, STANDARD.encode(body)),
        format: image.format.to_owned(),
        size: image.size,
        bytes: u32::try_from(body.len()).unwrap_or(u32::MAX),
        remarks,
    }
}

/// Why a body is not looked at any further.
enum Unfit {
    NoImage,
    Entities,
    Nodes,
}

/// By its first bytes: what a server says of it is often wrong.
fn image(body: &[u8]) -> Result<Image, Unfit> {
    let (format, media_type) = match imagesize::image_type(body) {
        Ok(ImageType::Png) => ("PNG", "image/png"),
        Ok(ImageType::Jpeg) => ("JPEG", "image/jpeg"),
        Ok(ImageType::Gif) => ("GIF", "image/gif"),
        Ok(ImageType::Webp) => ("WebP", "image/webp"),
        _ => return svg(body),
    };
    let size = imagesize::blob_size(body).map_err(|_| Unfit::NoImage)?;
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    Ok(Image { format, media_type, size: Some((side(size.width), side(size.height))) })
}

fn svg(body: &[u8]) -> Result<Image, Unfit> {
    let text = std::str::from_utf8(body).map_err(|_| Unfit::NoImage)?;
    // Many editors write a DOCTYPE. Entities are what can unfold in it, and parsing is what unfolds them.
    if text.contains("<!ENTITY") {
        return Err(Unfit::Entities);
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unfit::Nodes,
        _ => Unfit::NoImage,
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some("http://www.w3.org/2000/svg") {
        return Err(Unfit::NoImage);
    }
    let length = |name| root.attribute(name)?.trim_end_matches("px").trim().parse::<f32>().ok();
    let drawn = || {
        let view_box: Vec<f32> =
            root.attribute("viewBox")?.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
        let [_, _, width, height] = view_box[..] else { return None };
        Some((width, height))
    };
    let size = length("width").zip(length("height")).or_else(drawn);
    // A float beyond the integers becomes the nearest one.
    let size = size.map(|(width, height)| (width.round() as u32, height.round() as u32));
    Ok(Image { format: "SVG", media_type: "image/svg+xml", size })
}

fn not_shown(why: impl Into<String>, remedy: &str) -> LogoCheck {
    LogoCheck::NotShown { why: why.into(), remedy: remedy.to_owned() }
}

#[cfg(test)]
mod tests {
    use axum::{Router, http::StatusCode, response::Redirect, routing::get};

    use super::*;

    const PNG: &[u8] = include_bytes!("../../../../icons/32x32.png");
    const SVG: &str =
        r#"<?xml version="1.0"?><!-- a logo --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 24"/>"#;

    fn shown(body: &[u8]) -> (String, Option<(u32, u32)>, usize) {
        match looked_at(body, None) {
            LogoCheck::Shown { format, size, remarks, image, .. } => {
                assert!(image.starts_with("data:image/"), "{image}");
                (format, size, remarks.len())
            }
            LogoCheck::NotShown { why, .. } => panic!("{why}"),
        }
    }

    #[test]
    fn an_image_is_known_by_its_bytes_and_measured() {
        assert_eq!(shown(PNG), ("PNG".to_owned(), Some((32, 32)), 0));
        assert_eq!(shown(SVG.as_bytes()), ("SVG".to_owned(), Some((48, 24)), 1));
        let square = SVG.replace("viewBox", "width=\"12px\" height=\"12\" viewBox");
        assert_eq!(shown(square.as_bytes()), ("SVG".to_owned(), Some((12, 12)), 0));
        let gif = b"GIF89a\x0a\x00\x0a\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;";
        assert_eq!(shown(gif), ("GIF".to_owned(), Some((10, 10)), 1));
    }

    #[test]
    fn what_is_no_image_is_not_shown_whatever_it_is_called() {
        let broken = &PNG[..12];
        for body in [b"<!doctype html><title>Logo</title>".as_slice(), b"", b"\xff\xd8", b"<svg/>", broken] {
            let LogoCheck::NotShown { why, .. } = looked_at(body, Some("image/png")) else {
                panic!("{} is shown", String::from_utf8_lossy(body))
            };
            assert!(why.contains("no image (image/png)"), "{why}");
        }
    }

    fn refused(body: &[u8]) -> String {
        match looked_at(body, None) {
            LogoCheck::NotShown { why, .. } => why,
            LogoCheck::Shown { .. } => panic!("it is shown"),
        }
    }

    /// A PNG that says it has this many pixels on each side.
    fn png_of(side: u32) -> Vec<u8> {
        let mut png = PNG.to_vec();
        png[16..20].copy_from_slice(&side.to_be_bytes());
        png[20..24].copy_from_slice(&side.to_be_bytes());
        png
    }

    #[test]
    fn an_image_that_would_unfold_is_refused_before_it_does() {
        let started = std::time::Instant::now();
        let unfolding = format!(
            "<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>",
            "x".repeat(64_000),
            "&a;".repeat(22_000)
        );
        assert!(refused(unfolding.as_bytes()).contains("defines entities"));
        let nodes = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", "<g/>".repeat(25_000));
        assert!(refused(nodes.as_bytes()).contains("more than 20000"));
        let deep = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", "<g>".repeat(30_000));
        refused(deep.as_bytes());
        assert!(started.elapsed().as_secs() < 5);
        let doctype =
            format!("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/svg11.dtd\">{}", &SVG[21..]);
        assert_eq!(shown(doctype.as_bytes()).0, "SVG");
    }

    #[test]
    fn an_image_of_absurd_size_is_not_unpacked_anywhere_and_an_svg_gets_a_remark() {
        assert_eq!(shown(&png_of(4096)).1, Some((4096, 4096)));
        let why = refused(&png_of(60_000));
        assert_eq!(why, "The image is 60000×60000 pixels. A page would unpack 13732 MB to show it.");
        assert!(refused(&png_of(u32::MAX)).contains("4294967295×4294967295"));
        for (side, remarks) in [("4096", 0), ("4294967295", 1), ("1e300", 1), ("0", 1), ("-5", 1), ("NaN", 1)] {
            let svg = SVG.replace("viewBox=\"0 0 48 24\"", &format!("width=\"{side}\" height=\"{side}px\""));
            assert_eq!(shown(svg.as_bytes()).2, remarks, "{side}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_fetched_says_why() {
        let router = Router::new()
            .route("/logo.png", get(async || PNG))
            .route("/moved.png", get(async || Redirect::permanent("/logo.png")))
            .route("/large.png", get(async || vec![0_u8; MAX_BODY + 1]))
            .route("/gone.png", get(async || StatusCode::GONE));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let fetcher = Fetcher::new().expect("a fetcher");
        let read = async |path: &str| {
            fetched(&fetcher, &Url::parse(&format!("http://localhost:{port}{path}")).expect("a URL")).await
        };
        for path in ["/logo.png", "/moved.png"] {
            assert!(matches!(read(path).await, LogoCheck::Shown { .. }), "{path}");
        }
        for (path, reason) in [("/gone.png", "answered 410"), ("/large.png", "larger than 128 KB"), ("/none", "404")] {
            let LogoCheck::NotShown { why, .. } = read(path).await else { panic!("{path} is shown") };
            assert!(why.contains(reason), "{path}: {why}");
        }
    }
}
