using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Cluster;
using EdgeActors.Gateway.Devices;
using EdgeActors.Gateway.Enrolment;
using EdgeActors.Gateway.Models;
using EdgeActors.Gateway.OpenAi;
using EdgeActors.Gateway.OpenInference;
using EdgeActors.Gateway.Page;
using EdgeActors.Gateway.Requests;
using EdgeActors.Gateway.Training;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Registration;
using EdgeActors.Messages;
using Scalar.AspNetCore;

namespace EdgeActors.Gateway;

/// <summary>The HTTP surface of the gateway. Needs <see cref="GatewayActors"/>, the registrations of the members and the host's blob exchange among the services.</summary>
public static class GatewayApi
{
    // What a person may want to find again without having written down its id.
    private const int RecentRequests = 200;
    private const int RecentRuns = 50;

    /// <param name="folder">The gateway's own.</param>
    public static void AddGatewayApi(this IServiceCollection services, ApiLimits limits, int maxRequestsInFlight, AccessMode access, string keyFile, string folder)
    {
        services.AddRouting();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddOpenApi("v1", document => document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info.Title = "EdgeActors gateway";
            api.Info.Description = "Ask about pictures in plain language; models run cut between device and edge. Errors are RFC 9457 problem details.";
            // The document is the same on whichever address the gateway is reached.
            api.Servers?.Clear();
            return Task.CompletedTask;
        }));
        services.AddSingleton(limits);
        services.AddSingleton(new AdmissionGate(maxRequestsInFlight));
        services.AddSingleton(new KeyRing(keyFile));
        services.AddSingleton(all => new AccessControl(access, all.GetRequiredService<KeyRing>(), all.GetRequiredService<ILogger<AccessControl>>()));
        AddRecent(services, folder);
        services.AddSingleton<ClusterClient>();
        services.AddSingleton<DeviceClient>();
        services.AddSingleton<ModelClient>();
        services.AddSingleton<RequestClient>();
        services.AddSingleton<RequestIntake>();
        services.AddSingleton(provider => new TrainingClient(
            provider.GetRequiredService<GatewayActors>().System, provider.GetRequiredService<IReadOnlyActorRegistry>().Get<TrainingRunActor>(),
            provider.GetRequiredService<IReadOnlyActorRegistry>().Get<RoundActor>(), provider.GetRequiredService<IBlobExchange>(),
            provider.GetRequiredService<Recent<RunId>>(), provider.GetRequiredService<IHostApplicationLifetime>()));
        services.AddSingleton(provider => new EnrolmentClient(
            provider.GetRequiredService<IReadOnlyActorRegistry>().Get<RegistrationActor>(), provider.GetRequiredService<IMemberRegistrations>()));
        services.AddSingleton<PlannedModel>();
        services.AddSingleton<ModelRepository>();
        services.AddRequestDecompression();
        services.AddPage(folder);
    }

    private static void AddRecent(IServiceCollection services, string folder)
    {
        var file = new RecentFile(folder);
        var (requests, runs) = file.Read();
        services.AddSingleton(file);
        services.AddSingleton(new Recent<RequestId>(RecentRequests, requests));
        services.AddSingleton(new Recent<RunId>(RecentRuns, runs));
        services.AddHostedService<RecentKeeping>();
    }

    public static void MapGatewayApi(this WebApplication app)
    {
        app.UseApiProblems(IsOurs);
        // Where its clients compress; our own bodies are pictures, which are compressed already.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v2"), protocol => protocol.UseRequestDecompression());
        RequestRoutes.Map(app);
        DeviceRoutes.Map(app);
        ModelRoutes.Map(app);
        TrainingRoutes.Map(app);
        ClusterRoutes.Map(app);
        EnrolmentRoutes.Map(app);
        OpenAiRoutes.Map(app);
        OpenInferenceRoutes.Map(app);
        app.MapPage();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnybody();
        app.MapScalarApiReference("/reference", page => page.WithTitle("EdgeActors API").WithOpenApiRoutePattern("/openapi/{documentName}.json")).AllowAnybody();
    }

    private static bool IsOurs(PathString path) => path.StartsWithSegments("/v1") && !OpenAiRoutes.Owns(path);
}
