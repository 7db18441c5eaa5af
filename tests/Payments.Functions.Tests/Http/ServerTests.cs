using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Payments.Functions.Http;

namespace Payments.Functions.Tests.Http;

/// <summary>What the worker's web server does before and after a function.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task Every_answer_has_the_security_headers_and_is_cached_by_nobody()
    {
        var context = new DefaultHttpContext();
        var response = new StartedResponse();
        context.Features.Set<IHttpResponseFeature>(response);

        await RunAsync(new SecurityHeaders(), context, answered =>
        {
            answered.Response.Headers.CacheControl = "public";
            return response.StartAsync();
        });

        Assert.Equal("no-store", context.Response.Headers.CacheControl);
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions);
        Assert.Equal("max-age=31536000", context.Response.Headers.StrictTransportSecurity);
    }

    [Theory]
    [InlineData("/docs/openapi/flow.json", "public", "public")]
    [InlineData("/docs/openapi/none.json", "", "no-store")]
    [InlineData("/docsx/orders", "public", "no-store")]
    public async Task Only_documents_may_be_cached(string path, string sent, string expected)
    {
        var context = new DefaultHttpContext();
        var response = new StartedResponse();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Request.Path = path;

        await RunAsync(new SecurityHeaders(), context, answered =>
        {
            if (sent.Length > 0) answered.Response.Headers.CacheControl = sent;
            return response.StartAsync();
        });

        Assert.Equal(expected, context.Response.Headers.CacheControl);
    }

    [Theory]
    [InlineData("payments.example:8080", "payments.example:8080")]
    [InlineData("a:99999", "localhost")]
    [InlineData("xn--", "localhost")]
    [InlineData("", "")]
    public async Task A_Host_of_which_no_URI_can_be_made_is_replaced(string sent, string seen)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Host = sent;
        var host = "";

        await RunAsync(new HostHeader(), context, served =>
        {
            host = served.Request.Host.Value;
            return Task.CompletedTask;
        });

        Assert.Equal(seen, host);
    }

    [Fact]
    public void The_server_limits_headers_and_slow_senders()
    {
        var server = new KestrelServerOptions();

        ServerLimits.Apply(server);

        Assert.Equal(ServerLimits.MaxHeaderBytes, server.Limits.MaxRequestHeadersTotalSize);
        Assert.Equal(ServerLimits.MaxHeaders, server.Limits.MaxRequestHeaderCount);
        Assert.Equal(ServerLimits.MaxRequestLineBytes, server.Limits.MaxRequestLineSize);
        Assert.Equal(ServerLimits.HeadersTimeout, server.Limits.RequestHeadersTimeout);
        Assert.Equal(ServerLimits.MinBodyBytesPerSecond, server.Limits.MinRequestBodyDataRate!.BytesPerSecond);
        Assert.Equal(ServerLimits.BodyGracePeriod, server.Limits.MinRequestBodyDataRate.GracePeriod);
        Assert.False(server.AddServerHeader);
    }

    /// <summary>
    /// The Functions host has Kestrel's own limits. What passes them, and is rejected by the worker's server, reaches
    /// no function: its caller waits 15 seconds for a 500.
    /// </summary>
    [Fact]
    public void Headers_and_addresses_that_pass_a_host_pass_the_server()
    {
        var (host, server) = (new KestrelServerOptions().Limits, new KestrelServerOptions());

        ServerLimits.Apply(server);

        Assert.InRange(server.Limits.MaxRequestHeaderCount, host.MaxRequestHeaderCount + 20, int.MaxValue);
        Assert.InRange(server.Limits.MaxRequestLineSize, 3 * host.MaxRequestLineSize, int.MaxValue);
        Assert.InRange(
            server.Limits.MaxRequestHeadersTotalSize,
            host.MaxRequestHeadersTotalSize + host.MaxRequestLineSize + 2_048,
            int.MaxValue);
    }

    private static Task RunAsync(IStartupFilter filter, HttpContext context, RequestDelegate function)
    {
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());
        filter.Configure(next => next.Run(function))(app);
        return app.Build()(context);
    }

    private sealed class StartedResponse : HttpResponseFeature
    {
        private readonly List<Func<Task>> _starting = [];

        public async Task StartAsync()
        {
            foreach (var callback in _starting) await callback();
        }

        public override void OnStarting(Func<object, Task> callback, object state) =>
            _starting.Add(() => callback(state));
    }
}
