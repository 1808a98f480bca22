//! Organizations of a local tenant and who belongs to them, to practise on. Those of an Auth0 tenant are made in its dashboard.

use lintel_management::{OrganizationMember, Request};

use crate::{
    Console,
    view::{OrganizationDeed, OrganizationMemberRow, OrganizationMembers, Problem},
};

const NAME_RULE: &str = "Use lower-case letters, digits, - and _, at most 50, beginning with a letter or a digit.";

impl Console {
    pub async fn create_organization(&self, name: &str, display_name: &str) -> Result<(), Problem> {
        self.made_here("Creating an organization")?;
        let (name, display_name) = (name.trim(), display_name.trim());
        let refused = match self.client.perform(&creation(name, display_name)).await {
            Ok(_) => return Ok(()),
            Err(refused) => refused,
        };
        Err(match (refused.status(), display_name.chars().count()) {
            (Some(409), _) => Problem::new("organization-taken", format!("There is an organization {name} already."))
                .at("name")
                .remedy("Choose another name."),
            (Some(400), 256..) => {
                Problem::new("display-name-long", "The display name is longer than 255 characters.").at("display_name")
            }
            (Some(400), _) => Problem::new("organization-name", format!("“{name}” cannot be an organization’s name."))
                .at("name")
                .remedy(NAME_RULE),
            _ => refused.into(),
        })
    }

    /// Its members stay users, and its connections stay.
    pub async fn delete_organization(&self, id: &str) -> Result<(), Problem> {
        self.made_here("Deleting an organization")?;
        self.client.perform(&Request::delete_organization(id)).await?;
        Ok(())
    }

    /// The first hundred, in the order in which they joined.
    pub async fn organization_members(&self, id: &str) -> Result<OrganizationMembers, Problem> {
        let page = self.client.organization_members_page(id, None).await?;
        let row = |member: OrganizationMember| OrganizationMemberRow {
            name: member.name.or_else(|| member.email.clone()).unwrap_or_else(|| member.user_id.clone()),
            email: member.email,
            user_id: member.user_id,
        };
        Ok(OrganizationMembers { more: page.next.is_some(), members: page.items.into_iter().map(row).collect() })
    }

    pub async fn set_organization_member(&self, id: &str, user_id: &str, member: bool) -> Result<(), Problem> {
        self.made_here("Changing the members of an organization")?;
        match self.client.perform(&membership(id, user_id, member)).await {
            Err(refused) if member && refused.status() == Some(400) => Err(Problem::new(
                "no-user",
                format!("The tenant has no user with the ID “{}”.", user_id.trim()),
            )
            .at("user_id")
            .remedy(
                "Copy the ID from the page of the user. Whoever was refused for being no member is a user by then.",
            )),
            Err(refused) => Err(refused.into()),
            Ok(_) => Ok(()),
        }
    }

    /// What a change of an organization sends.
    pub(crate) fn organization_requests(&self, deed: &OrganizationDeed) -> Result<Vec<Request>, Problem> {
        self.made_here("Changing an organization")?;
        Ok(vec![match deed {
            OrganizationDeed::Creation { name, display_name } => creation(name.trim(), display_name.trim()),
            OrganizationDeed::Deletion { id } => Request::delete_organization(id),
            OrganizationDeed::Member { id, user_id, member } => membership(id, user_id, *member),
        }])
    }
}

fn creation(name: &str, display_name: &str) -> Request {
    Request::create_organization(name, (!display_name.is_empty()).then_some(display_name))
}

fn membership(id: &str, user_id: &str, member: bool) -> Request {
    let users = [user_id.trim().to_owned()];
    match member {
        true => Request::add_organization_members(id, &users),
        false => Request::remove_organization_members(id, &users),
    }
}

impl Console {
    /// Organizations of a tenant elsewhere are that tenant's to make.
    fn made_here(&self, what: &str) -> Result<(), Problem> {
        match self.served() {
            Some(_) => Ok(()),
            None => Err(Problem::new(
                "not-here",
                format!("{what} works on a local tenant only, and this one is {}.", self.url()),
            )
            .remedy("Do it in the tenant’s dashboard.")),
        }
    }
}
