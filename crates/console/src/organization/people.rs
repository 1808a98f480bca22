//! Organizations of a local tenant and who belongs to them, to practise on. Those of an Auth0 tenant are made in its dashboard.

use lintel_management::OrganizationMember;

use crate::{
    Console,
    view::{OrganizationMemberRow, OrganizationMembers, Problem},
};

const NAME_RULE: &str = "Use lower-case letters, digits, - and _, at most 50, beginning with a letter or a digit.";

impl Console {
    pub async fn create_organization(&self, name: &str, display_name: &str) -> Result<(), Problem> {
        self.made_here("Creating an organization")?;
        let (name, display_name) = (name.trim(), display_name.trim());
        let shown = (!display_name.is_empty()).then_some(display_name);
        let refused = match self.client.create_organization(name, shown).await {
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
        Ok(self.client.delete_organization(id).await?)
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
        let users = [user_id.trim().to_owned()];
        if !member {
            return Ok(self.client.remove_organization_members(id, &users).await?);
        }
        match self.client.add_organization_members(id, &users).await {
            Err(refused) if refused.status() == Some(400) => Err(Problem::new(
                "no-user",
                format!("The tenant has no user with the ID “{}”.", users[0]),
            )
            .at("user_id")
            .remedy(
                "Copy the ID from the page of the user. Whoever was refused for being no member is a user by then.",
            )),
            added => Ok(added?),
        }
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
