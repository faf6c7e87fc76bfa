package import BerthModel

/// Where slurmrestd is: jobs are handed over, followed and stopped through it, and not by commands.
package struct SlurmREST: Shaped {
    package var url = ""
    package var user: String?
    package var tokenFile: String?
    package var authorityFile: String?

    package init() {}

    package static let shape = Shape<SlurmREST>(
        "SlurmREST", "Where slurmrestd is: jobs are handed over, followed and stopped through it.",
        [
            Field(
                "url", \.url,
                "Its socket as unix:///run/slurmrestd.sock, or its address as https://cluster:6820; commands do its"
                    + " work unless set."),
            Field(
                "user", \.user, "The broker's user on the cluster; the name of its user on this machine unless set."),
            Field(
                "tokenFile", \.tokenFile,
                "File with the token of the user, as scontrol token writes it, read for each call; none is sent unless"
                    + " set."),
            Field("authorityFile", \.authorityFile, "Certificates in PEM that are trusted in place of the system's."),
        ])
}
