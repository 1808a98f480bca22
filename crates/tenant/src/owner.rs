//! Folders and files of their owner alone. Where files have no mode, the person's own folder is what protects them.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

/// Makes the folder, with those above it that are not there. One that is there stays as it is.
pub fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Opens the file to write to it, made when it is not there. What it holds stays.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    tighten(path);
    Ok(file)
}

/// Writes a file that only this user can read, whole or not at all.
pub fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    let directory = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    io::Write::write_all(&mut file, contents)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes the file of a database, empty, unless it is there. SQLite gives the files that it adds to it the same mode.
pub fn database(path: &Path) -> io::Result<()> {
    open(path)?;
    for added in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(added);
        tighten(Path::new(&name));
    }
    Ok(())
}

/// Takes from everybody else what they may do with a folder and with what is directly in it.
pub fn tighten_folder(path: &Path) -> io::Result<()> {
    tighten(path);
    for entry in fs::read_dir(path)? {
        tighten(&entry?.path());
    }
    Ok(())
}

/// Links stay as they are, and so does what they lead to. What belongs to another user cannot be changed; work goes on.
#[cfg(unix)]
fn tighten(path: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let Ok(metadata) = fs::symlink_metadata(path) else { return };
    let mode = metadata.permissions().mode();
    if metadata.is_symlink() || mode & 0o077 == 0 {
        return;
    }
    if let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)) {
        tracing::warn!(path = %path.display(), %error, "other users of this computer can open this");
    }
}

#[cfg(not(unix))]
fn tighten(_: &Path) {}
