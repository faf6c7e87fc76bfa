package import BerthModel
package import BerthTasks

/// What runs notebooks in a cluster: an image of the site's, which has Jupyter.
package struct KubernetesNotebooks: Shaped {
    package var image = ""
    package var mode: JupyterMode? = .headless
    package var python = "python3"
    package var notebookBytes: Int64 = 8 << 20
    package var notebookSeconds: Int64 = 10
    package var resultBytes: Int64 = 6 << 20
    package var startSeconds: Int64 = 120
    package var lookSeconds: Int64 = 120

    package init() {}

    package static let shape = Shape<KubernetesNotebooks>(
        "KubernetesNotebooks", "What runs notebooks in a cluster: an image of the site's, which has Jupyter.",
        [
            Field(
                "image", \.image,
                "Image that has Jupyter: nbclient for headless, jupyter-server for interactive, and a kernel."),
            Field(
                "mode", \.mode,
                "headless: notebooks are executed from the first to the last cell; interactive: they are opened on a "
                    + "Jupyter server behind a Service; headless unless set. A site that wants both has two platforms."
            ),
            Field("python", \.python, "The Python of the image that has Jupyter; python3 unless set."),
            Field("notebookBytes", \.notebookBytes, "Most bytes of a notebook; 8 MiB unless set.", unit: .byte),
            Field(
                "notebookSeconds", \.notebookSeconds,
                "Longest fetch of a notebook while it is asked for, in seconds; 10 unless set."),
            Field(
                "resultBytes", \.resultBytes,
                "Most bytes of the result notebook, which comes with the output, of which nodes keep 10 MiB unless "
                    + "they are told else; 6 MiB unless set.", unit: .byte),
            Field(
                "startSeconds", \.startSeconds,
                "Seconds in which an interactive server must answer, and a kernel must be ready; 120 unless set."),
            Field(
                "lookSeconds", \.lookSeconds,
                "Seconds in which a pod must say which kernels the image has; 120 unless set."),
        ])

    var isInteractive: Bool { mode == .interactive }
}
