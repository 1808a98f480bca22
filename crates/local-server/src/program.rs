//! Which program listens at a port of this computer, where the system tells.

use std::fmt;

/// A program that listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    pub name: String,
    pub pid: u32,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {})", self.name, self.pid)
    }
}

/// The program by its name, or that it is another one.
pub fn named(program: &Option<Program>) -> String {
    program.as_ref().map_or_else(|| "another program".to_owned(), Program::to_string)
}

/// Reads a few thousand small files at most. Of other people's programs Linux tells nothing.
#[cfg(target_os = "linux")]
pub fn program_at(port: u16) -> Option<Program> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| table.lines().filter_map(|line| listening(line, port)).collect::<Vec<_>>())
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if sockets.is_empty() {
        return None;
    }
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let holds = |pid: &u32| {
        let Ok(open) = std::fs::read_dir(format!("/proc/{pid}/fd")) else { return false };
        open.flatten()
            .filter_map(|file| std::fs::read_link(file.path()).ok())
            .any(|target| sockets.iter().any(|socket| target.as_os_str() == socket.as_str()))
    };
    let pid = pids.into_iter().find(holds)?;
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(Program { name: name.trim().to_owned(), pid })
}

#[cfg(not(target_os = "linux"))]
pub fn program_at(_port: u16) -> Option<Program> {
    None
}

/// The inode of the socket, where the line of `/proc/net/tcp` is of one that listens at the port (proc_net_tcp(5)).
#[cfg(target_os = "linux")]
fn listening(line: &str, port: u16) -> Option<String> {
    const LISTEN: &str = "0A";
    let columns: Vec<&str> = line.split_whitespace().collect();
    let (_, local_port) = columns.get(1)?.rsplit_once(':')?;
    let at_port = u16::from_str_radix(local_port, 16).ok()? == port;
    (at_port && *columns.get(3)? == LISTEN).then(|| columns.get(9).copied().unwrap_or_default().to_owned())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_socket_that_listens_at_the_port_and_no_other() {
        let line = |state: &str| {
            format!(
                "   3: 0100007F:1130 00000000:0000 {state} 00000000:00000000 00:00000000 00000000  1000        0 95301 1"
            )
        };
        assert_eq!(listening(&line("0A"), 4400).as_deref(), Some("95301"));
        assert_eq!(listening(&line("01"), 4400), None, "a connection listens to nothing");
        assert_eq!(listening(&line("0A"), 4401), None);
        assert_eq!(listening("  sl  local_address rem_address   st tx_queue", 4400), None);
    }

    #[test]
    fn a_port_that_this_process_holds_is_found_and_a_free_one_is_not() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        assert_eq!(program_at(port).map(|program| program.pid), Some(std::process::id()));
        drop(listener);
        assert_eq!(program_at(port), None);
    }
}
