using System.Globalization;
using Payments.Launcher.State;

namespace Payments.Launcher.Tests.State;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("payments-state").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void A_state_is_readable_by_its_owner_alone_even_if_it_was_not_before()
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead);

        _ = new StateDirectory(_path);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void Two_services_on_the_same_port_cannot_share_a_state()
    {
        var state = new StateDirectory(_path);
        using var first = StateClaim.Take(state, 7071);

        var rejection = Assert.Throws<LaunchRejectedException>(() => StateClaim.Take(state, 7071));

        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"(process {pid})", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_on_two_ports_share_a_state_and_each_has_its_pid_files()
    {
        var state = new StateDirectory(_path);
        using var first = StateClaim.Take(state, 7071);
        var second = StateClaim.Take(state, 7072);

        Assert.Equal(["7071", "7072"], state.LiveServices().Order());
        Assert.True(File.Exists(state.File("run.pid")));
        Assert.True(File.Exists(state.File("run-7072.pid")));
        second.Dispose();
        Assert.Equal(["7071"], state.LiveServices());
        Assert.False(File.Exists(state.File("run-7072.pid")));
    }

    [Fact]
    public void Cleaning_is_rejected_while_a_service_runs_and_leaves_other_files_alone()
    {
        var state = new StateDirectory(_path);
        File.WriteAllText(state.File("servicebus.db"), "queues");
        File.WriteAllText(state.File("notes.txt"), "mine");
        using (StateClaim.Take(state, 7071))
            Assert.Throws<LaunchRejectedException>(state.Clean);

        state.Clean();

        Assert.False(File.Exists(state.File("servicebus.db")));
        Assert.True(File.Exists(state.File("notes.txt")));
    }
}
