//! The table itself (RFC 7643, 3.1, 4 and 8.7.1).

use super::attribute::{Attribute, ENTERPRISE, GROUP as GROUP_URN, Mutability, Schema, Type, USER as USER_URN};

/// What every resource has, in no schema of its own.
pub(super) const COMMON: &[Attribute] = &[
    text("id", "The identifier that the service gave the resource.").exact().read_only().always(),
    text("externalId", "The identifier that the provisioning client gave the resource.").exact(),
    complex(
        "meta",
        "What the service says of the resource.",
        &[
            text("resourceType", "The kind of resource.").exact().read_only(),
            of(Type::DateTime, "created", "When it was created.").read_only(),
            of(Type::DateTime, "lastModified", "When it was changed.").read_only(),
            of(Type::Reference, "location", "Where it is.").exact().read_only(),
            text("version", "Which version this is.").exact().read_only(),
        ],
    )
    .read_only(),
    text("schemas", "The schemas that the resource has attributes of.").exact().multi().read_only().always(),
];

pub(super) const USER: &[Schema] = &[
    Schema {
        urn: USER_URN,
        name: "User",
        description: "User Account",
        attributes: &[
            text("userName", "The name that the user is known by to the provider.").required().unique(),
            complex(
                "name",
                "The parts of the user's name.",
                &[
                    text("formatted", "The whole name, for display."),
                    text("familyName", "The family name."),
                    text("givenName", "The given name."),
                    text("middleName", "The middle names."),
                    text("honorificPrefix", "A title before the name."),
                    text("honorificSuffix", "A suffix after the name."),
                ],
            ),
            text("displayName", "The name that is shown."),
            text("nickName", "What the user is called."),
            of(Type::Reference, "profileUrl", "A page about the user."),
            text("title", "The job title."),
            text("userType", "How the user belongs to the organisation."),
            text("preferredLanguage", "The language that the user prefers."),
            text("locale", "How dates and numbers are written for the user."),
            text("timezone", "The user's time zone."),
            of(Type::Boolean, "active", "Whether the user may sign in."),
            text("password", "Not kept here.").write_only(),
            complex("emails", "E-mail addresses.", VALUES).multi(),
            complex("phoneNumbers", "Telephone numbers.", VALUES).multi(),
            complex("ims", "Addresses for instant messages.", VALUES).multi(),
            complex(
                "photos",
                "Pictures of the user.",
                &[
                    of(Type::Reference, "value", "Where the picture is."),
                    text("display", "How it is shown."),
                    text("type", "What it is for."),
                    of(Type::Boolean, "primary", "Whether it is the preferred one."),
                ],
            )
            .multi(),
            complex(
                "addresses",
                "Postal addresses.",
                &[
                    text("formatted", "The whole address."),
                    text("streetAddress", "Street and number."),
                    text("locality", "City."),
                    text("region", "State or region."),
                    text("postalCode", "Postal code."),
                    text("country", "Country."),
                    text("type", "What it is for."),
                    of(Type::Boolean, "primary", "Whether it is the preferred one."),
                ],
            )
            .multi(),
            complex(
                "groups",
                "The groups that the user is a member of.",
                &[
                    text("value", "The group's id.").exact().read_only(),
                    of(Type::Reference, "$ref", "Where the group is.").read_only(),
                    text("display", "The group's name.").read_only(),
                    text("type", "Whether the membership is direct.").read_only(),
                ],
            )
            .multi()
            .read_only(),
            complex("entitlements", "What the user is entitled to.", VALUES).multi(),
            complex("roles", "The user's roles.", VALUES).multi(),
            complex(
                "x509Certificates",
                "The user's certificates.",
                &[
                    of(Type::Binary, "value", "The certificate.").exact(),
                    text("display", "How it is shown."),
                    text("type", "What it is for."),
                    of(Type::Boolean, "primary", "Whether it is the preferred one."),
                ],
            )
            .multi(),
        ],
    },
    Schema {
        urn: ENTERPRISE,
        name: "EnterpriseUser",
        description: "Enterprise User",
        attributes: &[
            text("employeeNumber", "The number that the organisation gave the user."),
            text("costCenter", "The cost centre."),
            text("organization", "The organisation."),
            text("division", "The division."),
            text("department", "The department."),
            complex(
                "manager",
                "The user's manager.",
                &[
                    text("value", "The manager's id.").exact(),
                    of(Type::Reference, "$ref", "Where the manager is."),
                    text("displayName", "The manager's name.").read_only(),
                ],
            ),
        ],
    },
];

pub(super) const GROUP: &[Schema] = &[Schema {
    urn: GROUP_URN,
    name: "Group",
    description: "Group",
    attributes: &[
        text("displayName", "The group's name.").required().unique(),
        complex(
            "members",
            "The group's members.",
            &[
                text("value", "The member's id.").exact().immutable(),
                of(Type::Reference, "$ref", "Where the member is.").immutable(),
                text("type", "What the member is.").immutable(),
                text("display", "The member's name.").read_only(),
            ],
        )
        .multi(),
    ],
}];

const VALUES: &[Attribute] = &[
    text("value", "The value."),
    text("display", "How it is shown."),
    text("type", "What it is for."),
    of(Type::Boolean, "primary", "Whether it is the preferred one."),
];

const fn text(name: &'static str, description: &'static str) -> Attribute {
    of(Type::String, name, description)
}

const fn complex(name: &'static str, description: &'static str, subs: &'static [Attribute]) -> Attribute {
    Attribute { subs, ..of(Type::Complex, name, description) }
}

const fn of(of: Type, name: &'static str, description: &'static str) -> Attribute {
    Attribute {
        name,
        description,
        of,
        multi_valued: false,
        case_exact: false,
        required: false,
        mutability: Mutability::ReadWrite,
        always_returned: false,
        unique: false,
        subs: &[],
    }
}

impl Attribute {
    const fn exact(self) -> Self {
        Self { case_exact: true, ..self }
    }

    const fn multi(self) -> Self {
        Self { multi_valued: true, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn unique(self) -> Self {
        Self { unique: true, ..self }
    }

    const fn always(self) -> Self {
        Self { always_returned: true, ..self }
    }

    const fn read_only(self) -> Self {
        Self { mutability: Mutability::ReadOnly, ..self }
    }

    const fn immutable(self) -> Self {
        Self { mutability: Mutability::Immutable, ..self }
    }

    const fn write_only(self) -> Self {
        Self { mutability: Mutability::WriteOnly, ..self }
    }
}
