use std::time::Duration;

use tokio::time::Instant;

use super::Told;

/// Nobody waits longer than this at a time, whatever the tenant says.
pub const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Where a tenant does not tell when there is more.
const UNTOLD_WAIT: Duration = Duration::from_secs(1);

/// What a tenant's rate limit leaves, never more than there is: `x-ratelimit-remaining` less whatever it may not have counted yet.
/// What comes in addition meanwhile is told by the next answer. Where others ask the same tenant, it may be less, and the tenant refuses.
#[derive(Debug)]
pub(super) struct Bucket {
    limit: Limit,
    left: u32,
    /// When there is one more at the latest, as far as it was told.
    refill: Instant,
    /// When the one of that moment was taken.
    taken: Option<Instant>,
    /// `Retry-After`: not before this.
    resume: Instant,
    under_way: u32,
    ended: u64,
}

/// One that was taken: when, and how many calls had ended by then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    at: Instant,
    ended: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Limit {
    /// The first call goes alone: its answer tells.
    Unknown,
    None,
    Told,
}

impl Default for Bucket {
    fn default() -> Self {
        let now = Instant::now();
        Bucket { limit: Limit::Unknown, left: 1, refill: now, taken: Some(now), resume: now, under_way: 0, ended: 0 }
    }
}

impl Bucket {
    /// Takes one, or says until when to wait for it. The answer to be handed to [`Bucket::answered`].
    pub(super) fn take(&mut self, now: Instant) -> Result<Taken, Instant> {
        if now < self.resume {
            return Err(self.resume);
        }
        match (self.left, self.taken) {
            _ if self.limit == Limit::None => {}
            (1.., _) => self.left -= 1,
            (0, Some(taken)) if now < taken + LONGEST_WAIT => return Err(taken + LONGEST_WAIT),
            (0, None) if now < self.refill => return Err(self.refill),
            (0, _) => self.taken = Some(now),
        }
        self.under_way += 1;
        Ok(Taken { at: now, ended: self.ended })
    }

    pub(super) fn answered(&mut self, now: Instant, call: Taken, told: &Told) {
        // Calls that were under way beside this one: the tenant may have counted them after it.
        let beside = u64::from(self.under_way).saturating_sub(1) + (self.ended - call.ended);
        self.end();
        if told.refused {
            self.limit = Limit::Told;
            (self.left, self.taken) = (0, None);
            self.resume = self.resume.max(now + told.wait.unwrap_or(UNTOLD_WAIT).min(LONGEST_WAIT));
            self.refill = self.refill.max(self.resume);
            return;
        }
        let Some(remaining) = told.remaining else {
            match self.limit {
                Limit::Unknown => self.limit = Limit::None,
                Limit::None => {}
                Limit::Told => self.untold(now),
            }
            return;
        };
        let at_least = remaining.saturating_sub(u32::try_from(beside).unwrap_or(u32::MAX));
        self.left = match self.limit {
            Limit::Told => self.left.max(at_least).min(remaining),
            Limit::Unknown | Limit::None => at_least,
        };
        self.limit = Limit::Told;
        // A moment comes in whole seconds: within the one that is running it may be at its end.
        let refill = now + told.wait.unwrap_or(UNTOLD_WAIT).clamp(UNTOLD_WAIT, LONGEST_WAIT);
        // What was counted before the last one was taken tells of that one's moment again, and not of the next.
        let is_next = self.taken.is_none_or(|taken| call.at >= taken);
        if is_next && refill > self.refill {
            (self.refill, self.taken) = (refill, None);
        }
    }

    /// There was no answer; the tenant may have counted the call.
    pub(super) fn unanswered(&mut self, now: Instant) {
        self.end();
        match self.limit {
            Limit::Unknown => self.left = 1,
            Limit::None => {}
            Limit::Told => self.untold(now),
        }
    }

    pub(super) fn unsent(&mut self) {
        self.end();
        self.left += 1;
    }

    /// Where nothing is under way that could tell, one is tried after a while.
    fn untold(&mut self, now: Instant) {
        if self.under_way == 0 && self.taken.is_some() {
            (self.refill, self.taken) = (now + UNTOLD_WAIT, None);
        }
    }

    fn end(&mut self) {
        self.under_way -= 1;
        self.ended += 1;
    }
}
