using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Functions.Availability;
using Payments.Functions.Tests.Http;
using Payments.Handlers.Ports;

namespace Payments.Functions.Tests.Availability;

public sealed class HealthTests
{
    [Fact]
    public async Task A_process_whose_storage_is_away_is_live_and_not_ready()
    {
        var health = new Health(new Readiness([new Away()], TimeProvider.System, NullLogger<Readiness>.Instance));

        var live = await Health.GetLiveAsync(new FakeRequest(Stream.Null));
        var ready = await health.GetReadyAsync(new FakeRequest(Stream.Null));
        var plain = await health.GetAsync(new FakeRequest(Stream.Null));

        Assert.Equal((HttpStatusCode.OK, """{"status":"live"}"""), (live.StatusCode, BodyOf(live)));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"status":"unavailable"}"""), (ready.StatusCode, BodyOf(ready)));
        Assert.Equal("2", ready.Headers.GetValues("Retry-After").Single());
        Assert.Equal((ready.StatusCode, BodyOf(ready)), (plain.StatusCode, BodyOf(plain)));
    }

    [Fact]
    public async Task A_process_that_depends_on_nothing_away_is_ready()
    {
        var health = new Health(new Readiness([], TimeProvider.System, NullLogger<Readiness>.Instance));

        var ready = await health.GetReadyAsync(new FakeRequest(Stream.Null));

        Assert.Equal((HttpStatusCode.OK, """{"status":"ready"}"""), (ready.StatusCode, BodyOf(ready)));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_is_no_error()
    {
        using var hangUp = new CancellationTokenSource();
        await hangUp.CancelAsync();

        var live = await Health.GetLiveAsync(new FakeRequest(Stream.Null, cancellation: hangUp.Token));

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    private static string BodyOf(HttpResponseData answer) =>
        Encoding.UTF8.GetString(((MemoryStream)answer.Body).ToArray());

    private sealed class Away : IDependencyCheck
    {
        public string Dependency => "storage";

        public Task CheckAsync(CancellationToken cancellationToken) => throw new IOException("away: 10.0.0.1");
    }
}
