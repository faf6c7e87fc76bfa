package import BerthModel
import BerthPlatform

/// What a site says about an OpenStack cloud: keys of the configuration file. What the cloud has it says itself.
package struct OpenStackSettings: Shaped {
    package var name = "openstack"
    package var authURL = "http://127.0.0.1:5000/v3"
    package var applicationCredential: String?
    package var user: String?
    package var userDomain = "Default"
    package var project: String?
    package var projectDomain = "Default"
    package var secretFile: String?
    package var region: String?
    package var interface: CloudInterface? = .public
    package var endpoints = CloudEndpoints()
    package var authorityFile: String?
    package var image = "debian-12"
    package var network: String?
    package var keyName: String?
    package var securityGroups: [String] = []
    package var availabilityZone: String?
    package var flavors: [String] = []
    package var stateDirectory: String?
    package var instance = "berth"
    package var python = "python3"
    package var containerCommand = "docker"
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var privileged = false
    package var registries: [String] = []
    package var dataAddresses: [String] = []
    package var volumeType: String?
    package var asksPlacement = true
    package var scriptBytes: Int64 = 12 << 10
    package var stagingSeconds: Int64 = 3600
    package var logBytes: Int64 = 64 << 20
    package var callSeconds: Int64 = 8
    package var factsSeconds: Int64 = 60
    package var pollSeconds: Int64 = 5
    package var bootSeconds: Int64 = 60
    package var patienceSeconds: Int64 = 900
    package var lingerSeconds: Int64 = 20
    package var awaySeconds: Int64 = 3600

    package init() {}

    package static let shape = Shape<OpenStackSettings>(
        "OpenStackSettings", "What a site says about an OpenStack cloud; what the cloud has it says itself.",
        access, machines, policies, limits)

    private static let access: [Field<OpenStackSettings>] = [
        Field("name", \.name, "Name of the platform in answers; openstack unless set."),
        Field("authURL", \.authURL, "Where Keystone is, as OS_AUTH_URL says it; on this machine unless set."),
        Field("applicationCredential", \.applicationCredential, "Id of the application credential of the broker."),
        Field("user", \.user, "User that the broker is, where it has no application credential."),
        Field("userDomain", \.userDomain, "Domain of the user; Default unless set."),
        Field("project", \.project, "Project of the user: machines are had in it."),
        Field("projectDomain", \.projectDomain, "Domain of the project; Default unless set."),
        Field(
            "secretFile", \.secretFile,
            "File with the secret or the password; OS_APPLICATION_CREDENTIAL_SECRET or OS_PASSWORD unless set."),
        Field("region", \.region, "Region of the cloud; the first of its catalogue unless set."),
        Field("interface", \.interface, "Which addresses of services are used; public unless set."),
        Field("endpoints", \.endpoints, "Addresses that are used instead of those of the catalogue."),
        Field("authorityFile", \.authorityFile, "PEM file of the authorities of the cloud; the system's unless set."),
    ]

    private static let machines: [Field<OpenStackSettings>] = [
        Field("image", \.image, "Image that machines boot from, a name or id, with cloud-init; debian-12 unless set."),
        Field("network", \.network, "Network of machines, its name or id; auto unless set, none for no network."),
        Field("keyName", \.keyName, "Key pair whose owner may log in; none unless set."),
        Field("securityGroups", \.securityGroups, "Security groups of machines; the project's default one when empty."),
        Field("availabilityZone", \.availabilityZone, "Availability zone; the cloud chooses unless set."),
        Field("flavors", \.flavors, "Names of the flavors that are offered; all that the project may use when empty."),
        Field("volumeType", \.volumeType, "Type of the volumes that storage is made of; the cloud's own unless set."),
        Field("stateDirectory", \.stateDirectory, "Where sessions and logs are; under $XDG_STATE_HOME unless set."),
        Field("instance", \.instance, "Whose machines are whose: unique among the brokers of one project."),
        Field("python", \.python, "Python of the image, a name or a path; python3 unless set."),
        Field("containerCommand", \.containerCommand, "What runs containers in the image, docker or podman."),
        Field("prices", \.prices, "What is charged; nothing unless set."),
        Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
    ]

    private static let policies: [Field<OpenStackSettings>] = [
        Field("privileged", \.privileged, "Let containers ask for the privileges of their machine; false unless set."),
        Field("registries", \.registries, "Registries that container images may come from; all when empty."),
        Field(
            "dataAddresses", \.dataAddresses, "Addresses or ranges inside the site that scripts and data may come from."
        ),
        Field("asksPlacement", \.asksPlacement, "Ask Placement whether there is a host now; true unless set."),
    ]

    private static let limits: [Field<OpenStackSettings>] = [
        Field(
            "scriptBytes", \.scriptBytes,
            "Most bytes of a script, which Nova takes with the machine; 12 KiB unless set.",
            unit: .byte),
        Field(
            "stagingSeconds", \.stagingSeconds,
            "Longest fetch of one piece of data by a machine, in seconds; 3600 unless set."),
        Field("logBytes", \.logBytes, "Most bytes kept of one output; 64 MiB unless set.", unit: .byte),
        Field("callSeconds", \.callSeconds, "Seconds that a call of the cloud may take; 8 unless set."),
        Field("factsSeconds", \.factsSeconds, "Seconds for which flavors and image are remembered; 60 unless set."),
        Field("pollSeconds", \.pollSeconds, "Seconds between two lists of machines, one for all; 5 unless set."),
        Field("bootSeconds", \.bootSeconds, "Seconds that a machine is taken to need to boot; 60 unless set."),
        Field(
            "patienceSeconds", \.patienceSeconds,
            "Seconds that a machine may boot later than estimated; 900 unless set."),
        Field(
            "lingerSeconds", \.lingerSeconds,
            "Seconds that a machine stays after its task, so that the end of its output is read; 20 unless set."),
        Field("awaySeconds", \.awaySeconds, "Seconds that the cloud may be away while machines run; 3600 unless set."),
    ]
}

extension OpenStackSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
}

/// Which addresses of a cloud's services are used. Source: Keystone, service catalog.
package enum CloudInterface: String, ModelEnumeration {
    case `public`, `internal`, admin

    package static let name = "CloudInterface"
    package static let summary = "Which addresses of a cloud's services are used."
}
