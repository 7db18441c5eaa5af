using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>No file depends on the machine or the package source that it was written on.</summary>
public sealed class Committed
{
    // Each is split in two, so that this file does not find itself.
    private static readonly string[] Hosts =
    [
        "registry.npm" + "js.org", "api.nuget" + ".org", "py" + "pi.org", "files.python" + "hosted.org",
        "registry.yarn" + "pkg.com", "proxy.go" + "lang.org", "crates" + ".io", "repo.maven" + ".apache.org",
    ];

    private static readonly string[] Paths =
        ["/wo" + "rk/", "/t" + "mp/", "/ro" + "ot/", "/ho" + "me/", "C:\\Us" + "ers\\"];

    [Fact]
    public void No_file_names_a_package_registry() => Findings.MustBeNone(Mentions(Hosts));

    [Fact]
    public void No_file_contains_a_path_of_the_machine_that_it_was_written_on() => Findings.MustBeNone(Mentions(Paths));

    private static IEnumerable<string> Mentions(string[] words) =>
        from file in Repository.Files
        from line in Repository.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        from word in words
        where line.Text.Contains(word, StringComparison.OrdinalIgnoreCase)
        select $"{file}:{line.Number} mentions {word}";
}
