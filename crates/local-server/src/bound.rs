use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    ops::RangeInclusive,
};

/// A port of this computer, bound on 127.0.0.1 and, where there is IPv6, on `[::1]`.
#[derive(Debug)]
pub struct Bound {
    pub port: u16,
    pub(crate) listeners: Vec<TcpListener>,
}

#[derive(Debug, thiserror::Error)]
pub enum BindError {
    #[error("port {port} is taken by another program")]
    Taken { port: u16 },
    #[error("no port from {first} to {last} is free")]
    NoneFree { first: u16, last: u16 },
    #[error("port {port} could not be bound: {source}")]
    Failed { port: u16, source: io::Error },
}

impl Bound {
    /// This port or none. 0 leaves the choice to the system.
    pub fn at(port: u16) -> Result<Bound, BindError> {
        let refused = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => BindError::Taken { port },
            _ => BindError::Failed { port, source },
        };
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?;
        let bound = v4.local_addr().map_err(refused)?.port();
        let mut listeners = vec![v4];
        match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, bound))) {
            Ok(v6) => listeners.push(v6),
            // Browsers try ::1 first: another program there would get what is meant for us.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(BindError::Taken { port: bound }),
            // A computer without IPv6 resolves `localhost` to 127.0.0.1 alone.
            Err(error) => tracing::debug!(%error, "no listener on [::1]"),
        }
        for listener in &listeners {
            listener.set_nonblocking(true).map_err(refused)?;
        }
        Ok(Bound { port: bound, listeners })
    }

    /// The first of `ports` that is free.
    pub fn first_free(ports: RangeInclusive<u16>) -> Result<Bound, BindError> {
        let (first, last) = (*ports.start(), *ports.end());
        for port in ports {
            match Bound::at(port) {
                Err(BindError::Taken { .. }) => {}
                // Windows reserves ranges of ports and denies each.
                Err(BindError::Failed { source, .. }) if source.kind() == io::ErrorKind::PermissionDenied => {}
                bound => return bound,
            }
        }
        Err(BindError::NoneFree { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_and_passed_over_by_a_search() {
        let first = Bound::at(0).expect("a port");
        let taken = Bound::at(first.port);
        assert!(matches!(taken, Err(BindError::Taken { port }) if port == first.port), "{taken:?}");
        let none = Bound::first_free(first.port..=first.port);
        assert!(matches!(none, Err(BindError::NoneFree { .. })), "{none:?}");
        let next = Bound::first_free(first.port..=u16::MAX).expect("a free port");
        assert!(next.port > first.port);
    }
}
